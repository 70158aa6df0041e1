// How much waits, in the title; and, for who wants it on this device, a mark and a sound when a complaint comes in.
"use strict";
{
  const title = document.title;
  let newest = null;   // how far everything had come when the page first heard
  let unseen = false;
  let audio = null;

  const wanted = () => { try { return localStorage.getItem("sound") === "on"; } catch { return false; } };

  function show() {
    const count = Number(document.getElementById("waiting")?.dataset.waiting ?? 0);
    document.title = (unseen ? "● " : "") + (count ? `(${count}) ` : "") + title;
    document.querySelector("[data-sound-toggle]")?.setAttribute("aria-pressed", String(wanted()));
  }

  function ring() {
    if (!navigator.userActivation?.hasBeenActive) return;   // before the first touch a browser lets nothing sound
    audio ??= new AudioContext();
    for (const [pitch, after] of [[660, 0], [880, 0.18]]) {
      const tone = new OscillatorNode(audio, { frequency: pitch });
      const volume = new GainNode(audio, { gain: 0 });
      const at = audio.currentTime + after;
      volume.gain.setValueAtTime(0.12, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.3);
    }
  }

  document.addEventListener("htmx:oobAfterSwap", () => {
    const now = Number(document.getElementById("waiting")?.dataset.newest ?? 0);
    if (newest !== null && now > newest && wanted()) {
      unseen = true;
      ring();
    }
    newest = now;
    show();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sound-toggle]")) return;
    try { localStorage.setItem("sound", wanted() ? "off" : "on"); } catch { return; }
    if (wanted()) ring();
    show();
  });

  for (const touch of ["pointerdown", "keydown", "visibilitychange"]) {
    document.addEventListener(touch, () => { if (unseen && !document.hidden) { unseen = false; show(); } });
  }
  show();
}
