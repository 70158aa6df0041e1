// Keys, selections and messages that pass. Everything works without it, more slowly.
"use strict";

const typing = (target) => target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
const reviews = () => document.querySelector("[data-keys='reviews']");
const rows = (list) => [...list.querySelectorAll("[data-review]")];
let at = -1;      // which question had the focus before the list was drawn anew
let chosen = [];  // and which were selected

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const list = reviews();
  if (key === "/" && document.querySelector("[type=search]")) document.querySelector("[type=search]").focus();
  else if (key === "u" && document.querySelector(".toast [data-key='u']")) document.querySelector(".toast [data-key='u']").click();
  else if (!list || !decide(list, key)) return;
  event.preventDefault();
});

function decide(list, key) {
  const all = rows(list);
  const here = all.findIndex((row) => row.contains(document.activeElement));
  if (["arrowright", "arrowdown", "j"].includes(key)) all[Math.min(here + 1, all.length - 1)]?.focus();
  else if (["arrowleft", "arrowup", "k"].includes(key)) all[Math.max(here - 1, 0)]?.focus();
  else if (key === "y" || key === "n") {
    if (here < 0) all[0]?.focus();
    else all[here].querySelector(`[data-key='${key}']`)?.click();
  } else return false;
  return true;
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form) return;
  const all = event.target.closest("[data-all]");
  const boxes = [...form.elements].filter((box) => box.type === "checkbox" && box.name);
  if (all) boxes.filter((box) => box.name === all.dataset.all).forEach((box) => { box.checked = all.checked; });
  form.querySelectorAll("[data-needs]").forEach((part) => { part.hidden = !boxes.some((box) => box.checked); });
  if (event.target.matches("[data-submits]")) form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  const insert = event.target.closest("[data-insert]");
  if (event.target.closest("[data-theme-toggle]")) changeTheme();
  if (copy) {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
    copy.textContent = copy.dataset.done;
  }
  if (insert) {
    const field = document.getElementById(insert.dataset.into);
    field.value = insert.dataset.insert;
    field.focus();
  }
});

let written;     // the field that was written in last

document.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) written = event.target; });
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-variable]");
  if (!chip) return;
  const field = chip.form.contains(written) ? written : chip.form.querySelector("textarea");
  const [from, to] = field === written ? [field.selectionStart, field.selectionEnd] : [field.value.length, field.value.length];
  field.setRangeText(chip.dataset.variable, from, to, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-goes]")) event.target.form.submit();  // a whole new page: all of its links change
});

function changeTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* then it holds for this page */ }
}

let open = [];    // which folded parts were open
let cursor = null;    // where somebody is about to write

document.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.detail.target;
  open = [...part.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
  const field = document.activeElement;
  cursor = field.id && part.contains(field) && field.matches("textarea, input[type=text]")
    ? { id: field.id, from: field.selectionStart, to: field.selectionEnd } : null;
});
document.addEventListener("htmx:afterSwap", (event) => {
  event.detail.target.querySelectorAll("details > summary").forEach((summary) => {
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  });
  const field = cursor && document.getElementById(cursor.id);
  if (field && field !== document.activeElement) {    // it was folded away when htmx looked for it
    field.focus({ preventScroll: true });
    field.setSelectionRange(cursor.from, cursor.to);
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const list = reviews();
  if (!list || event.detail.target !== list) return;
  at = rows(list).findIndex((row) => row.contains(document.activeElement));
  chosen = [...list.querySelectorAll("input[name='number']:checked")].map((box) => box.value);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const list = reviews();
  if (list && event.detail.target === list) {
    const all = rows(list);
    const boxes = [...list.querySelectorAll("input[name='number'][type=checkbox]")];
    boxes.filter((box) => chosen.includes(box.value)).forEach((box) => { box.checked = true; });
    list.querySelectorAll("[data-needs]").forEach((part) => { part.hidden = !boxes.some((box) => box.checked); });
    if (at >= 0) all[Math.min(at, all.length - 1)]?.focus();
    at = -1;
  }
});

// What somebody is writing, or was just told about their words, is not drawn anew under their hands: neither asked for,
// nor put in place once it comes.
const isLive = (config) => Boolean(config?.triggeringEvent?.type?.startsWith("sse:"));
const isWritten = (part) => part.matches("[data-keep]") && (part.querySelector("[role=alert]") !== null
  || [...part.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue));

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isLive(event.detail.requestConfig) && isWritten(event.detail.target)) event.preventDefault();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isLive(event.detail.requestConfig) && isWritten(event.detail.target)) event.detail.shouldSwap = false;
});

// Nor is a part drawn anew between the press of a finger and its release: the click would be nobody's.
let pressed = false;
const later = new Set();    // what asks again after the release

document.addEventListener("pointerdown", () => { pressed = true; }, true);
["pointerup", "pointercancel"].forEach((end) => document.addEventListener(end, () => setTimeout(() => {
  pressed = false;
  later.forEach((part) => htmx.trigger(part, part.getAttribute("hx-trigger").split(",")[0].trim()));
  later.clear();
}, 50), true));
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!pressed || !isLive(event.detail.requestConfig)) return;
  event.detail.shouldSwap = false;
  later.add(event.detail.requestConfig.elt);
});

// A line that was said is not said again.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("[data-clears]");
  if (!form || !event.detail.successful || !document.getElementById("refused")?.hidden) return;
  form.querySelectorAll("input[name=text]").forEach((field) => { field.value = ""; });
  form.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = false; });
});

new MutationObserver(() => {
  document.querySelectorAll("[data-toast]:not([data-leaving])").forEach((toast) => {
    toast.dataset.leaving = "";
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 3000) : toast.remove());
    setTimeout(leave, 10000);
  });
}).observe(document, { childList: true, subtree: true });

function tell(words) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  toast.textContent = words;
  document.getElementById("toasts")?.replaceChildren(toast);
}
document.addEventListener("htmx:responseError", () => tell(document.body.dataset.error));
document.addEventListener("htmx:sendError", () => tell(document.body.dataset.offline));
