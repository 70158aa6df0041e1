"""A deed's verb in its sentence, for those who doubt that it is a promise."""

from __future__ import annotations

import re
from dataclasses import dataclass

PEOPLE = (
    "厂家|厂里|商家|供应商|供货商|老板娘?|快递员|快递(?!费|钱|单|盒|箱|袋)|物流|平台|客服|司机|站点|驿站|邻居|有人|别人|人家|群友|有的人|基地|果园|仓库|总部|公司|"
    "[他她](?:们|家)?|王姐|李姐|张姐|大姐|阿姨|对方|上家|货主|卖家|档口|批发商|工厂|师傅|官方|品牌方|合作社|农户|养殖场|配送员?"
)
FUTURE = re.compile(
    "明|后天|今晚|今夜|今天|今日|今儿|马上|立马|立刻|立即|即刻|这就|现在就|等[下会一哈]|一会|待会|稍后|晚点|晚上|下午|下周|周[一二三四五六日末天]|礼拜|星期|"
    "就给|就帮|要给|会给|会|到货|下次|下回|[号日]前|点前|之前给|内|准备给|我这|听日|听晚|陣间|阵间|月底|回头|过两天|两天|几天|顺便"
)


@dataclass(frozen=True)
class Said:
    """A deed's verb in its sentence: what stands before it, the verb, and what follows."""

    words: str
    kind: str
    start: int
    end: int
    begin: int
    stop: int
    has_time: bool

    @property
    def clause(self) -> str:
        a, b = self.clause_span
        return self.words[a:b]

    @property
    def clause_span(self) -> tuple[int, int]:
        cut = [m.end() for m in re.finditer(r"[,，。!?；;…~]", self.words[: self.start])]
        after = re.search(r"[,，。!?；;…~]", self.words[self.end :])
        return (cut[-1] if cut else 0), self.end + (after.start() if after else len(self.words) - self.end)

    @property
    def before(self) -> str:
        return self.words[self.clause_span[0] : self.start]

    @property
    def after(self) -> str:
        return self.words[self.end : self.clause_span[1]]

    @property
    def sentence_before(self) -> str:
        cut = [m.end() for m in re.finditer(r"[。!?]", self.words[: self.start])]
        return self.words[cut[-1] if cut else 0 : self.start]

    @property
    def tail(self) -> str:
        """From the end of the clause to the end of the sentence, its mark included."""
        rest = self.words[self.clause_span[1] :]
        end = re.search(r"[。!；;]|\?", rest)
        return rest[: end.end()] if end else rest
