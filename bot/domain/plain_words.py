"""Text as the word rules read it: one character for each that was typed, so that places in both are the same."""

from __future__ import annotations

import re
from decimal import Decimal

_TRADITIONAL = (
    "補發給換錢塊個這們會後點時週號積轉帳賬還過幾兩門單訂運費額開團貨來處復覆聯繫係話說嗎麼麽為無現內鐘鍾"
    "萬雞蘋試問題確認應該將東對實讓親請買賣壞爛電價聽見當與樣種總結條雙盤隻張顆優禮減紅師維嘅俾畀邊間陣儘"
    "盡爭許別報銷滿參貳圓紀麵備動輛檢驗遲倉庫廠傢經尋沒隨剛罷聲夠倆貼購義歲從熱咗攞嚟喇啲佢哋嗰恁俺侬儂晝"
    "圖刪頭檔資戶寫謝贈獎誇讚評鄰掛曬訴護臉冇"
    "辦線樓遞員錯鮮魚蝦葉煩誠賠償幫裝裡裏蓋統計達進連選郵錄鍋閉關難順須預願飯餅餃餘體髒黃齊龍損據撥撿寶審"
    "幣揀斷標機櫃歡歸殼氣況測湯濕狀產異稱節簽籃約紙綠網緊續罰舊蔥虧訊記詢語誤調證識豬責貴質趕較載農醬長闆"
    "園場墊壓夥妳務勞匯區協傳傷儲兌兒凍準併嘗覺複於業蘿蔔麥糧養餵鴨鵝鹽醃滷燙淨顏雖啟寬專導態憑擔擺攤繳繞"
    "聞職臨蟲衛衝規視詳談論議讀變負財販貸賺軟輕輸適銀鏈鎖闊陰陳隊際雜離靜頁項頓領顧飲館鬆終級細組絕編縮殘"
    "決滅灑牆獨獲畫畢療監眾礙穩窮筆範簡粵糾純緩織繼羅聖腦腳興舉華葷蓮蘇蠔襪觀討註誰課譜豐貓貢賽趙輪辭遠遺"
    "鄉醫針鈔鎮鐵險頂類驚麗屆層廣強彈慮懷戲掃採搶擠擇擊攔敗數曉棄極構橫澀煙燈爺媽嬸孫學劃勝卻厭圍傘僅億亂"
    "佔凈湊嘍囉揹嚇喚鋁鋪鍵鑰慣緣綁纏繩縣紹紮纔誒豔貝賓賴賢軌轟鄭醜釐釘鉤錫閒閃閱陽隱靈韓響飄饅餡騎騙鮑鯽"
    "鱸鯉鱈鮭鰻鳳黴齒檸櫻蘆薺薑莖萵蝸蟶蠶蜆凱乾"
    "島樂煉燒爐獅環碼磚禍窩糞紗絲綿練縫習聰脅脫腫腸膚膠臟藍藝藥蘭虛術褲襯覽觸託訪設診誌誘諒謎貪賀賈賤賭贏跡躍車軍輔輝輩轎迴遙遷邁釀釋釣鈴鉛銅鋒鋼鍊鏡鑽閣陸階雛雲霧韌頗頻顯風飛飽饞馬駕駛騰騾魷鯊鳥鴿鷄鹹鹼黨齡"
)
"""Characters of Traditional Chinese, Cantonese and other speech; below, what each is in plain words."""
_SIMPLIFIED = (
    "补发给换钱块个这们会后点时周号积转账账还过几两门单订运费额开团货来处复复联系系话说吗么么为无现内钟钟"
    "万鸡苹试问题确认应该将东对实让亲请买卖坏烂电价听见当与样种总结条双盘只张颗优礼减红师维的给给边间阵尽"
    "尽争许别报销满参二圆纪面备动辆检验迟仓库厂家经寻没随刚罢声够俩贴购义岁从热了拿来啦些他们那您我你你昼"
    "图删头档资户写谢赠奖夸赞评邻挂晒诉护脸没"
    "办线楼递员错鲜鱼虾叶烦诚赔偿帮装里里盖统计达进连选邮录锅闭关难顺须预愿饭饼饺余体脏黄齐龙损据拨捡宝审"
    "币拣断标机柜欢归壳气况测汤湿状产异称节签篮约纸绿网紧续罚旧葱亏讯记询语误调证识猪责贵质赶较载农酱长板"
    "园场垫压伙你务劳汇区协传伤储兑儿冻准并尝觉复于业萝卜麦粮养喂鸭鹅盐腌卤烫净颜虽启宽专导态凭担摆摊缴绕"
    "闻职临虫卫冲规视详谈论议读变负财贩贷赚软轻输适银链锁阔阴陈队际杂离静页项顿领顾饮馆松终级细组绝编缩残"
    "决灭洒墙独获画毕疗监众碍稳穷笔范简粤纠纯缓织继罗圣脑脚兴举华荤莲苏蚝袜观讨注谁课谱丰猫贡赛赵轮辞远遗"
    "乡医针钞镇铁险顶类惊丽届层广强弹虑怀戏扫采抢挤择击拦败数晓弃极构横涩烟灯爷妈婶孙学划胜却厌围伞仅亿乱"
    "占净凑喽啰背吓唤铝铺键钥惯缘绑缠绳县绍扎才诶艳贝宾赖贤轨轰郑丑厘钉钩锡闲闪阅阳隐灵韩响飘馒馅骑骗鲍鲫"
    "鲈鲤鳕鲑鳗凤霉齿柠樱芦荠姜茎莴蜗蛏蚕蚬凯干"
    "岛乐炼烧炉狮环码砖祸窝粪纱丝绵练缝习聪胁脱肿肠肤胶脏蓝艺药兰虚术裤衬览触托访设诊志诱谅谜贪贺贾贱赌赢迹跃车军辅辉辈轿回遥迁迈酿释钓铃铅铜锋钢炼镜钻阁陆阶雏云雾韧颇频显风飞饱馋马驾驶腾骡鱿鲨鸟鸽鸡咸碱党龄"
)
_PLAIN = dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
_PLAIN |= {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_PLAIN |= {ord("　"): " ", ord("￥"): "¥", ord("〇"): "零", ord("壹"): "一", ord("\n"): ","}
_CAPITALS = re.compile("[一贰叁肆伍陆柒捌玖拾佰仟零]+(?=[元块角毛圆])")
"""Numerals as they are written on receipts, in a sum only: 伍 and 陆 are names, too."""
_EVERYDAY = str.maketrans("贰叁肆伍陆柒捌玖拾佰仟", "二三四五六七八九十百千")

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
CHINESE = r"[零一二两俩三四五六七八九十百千万廿]+"


def plain(text: str) -> str:
    """Half-width, Simplified, a comma for a line break, sums in everyday numerals; always as long as `text`."""
    return _CAPITALS.sub(lambda m: m[0].translate(_EVERYDAY), text.translate(_PLAIN))


def number(words: str) -> Decimal | None:
    """The number that these words are, written in any of the usual ways (12.8, 1.2k, 两百五, 一百零五, 十二点八)."""
    words = words.replace(",", "").lower()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", words):
        return Decimal(words)
    mixed = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)(k|百|千|万|w)([0-9])?", words)
    if mixed:
        unit = {"百": 100, "千": 1000, "k": 1000}.get(mixed[2], 10_000)
        return Decimal(mixed[1]) * unit + Decimal(int(mixed[3] or 0) * unit) / 10
    whole, point, part = words.partition("点")
    found = _chinese(whole)
    if found is None or not point:
        return found
    if not part or any(c not in DIGITS for c in part) or len(part) > 4:
        return None
    return found + Decimal("0." + "".join(str(DIGITS[c]) for c in part))


def _chinese(words: str) -> Decimal | None:
    """A whole number in Chinese; None where the characters make none (八九, 十七八, 零)."""
    words = words.replace("廿", "二十")
    high, ten_thousand, low = words.partition("万")
    if ten_thousand:
        big, small = _below_ten_thousand(high), _below_ten_thousand(low) if low else 0
        if big is None or small is None:
            return None
        if low in DIGITS and small:  # 一万二
            small *= 1000
        return Decimal(big * 10_000 + small)
    value = _below_ten_thousand(words)
    return None if value is None else Decimal(value)


def _below_ten_thousand(words: str) -> int | None:
    total, digit, last_unit, after_zero = 0, None, 10_000, False
    for c in words:
        if c == "零":
            if digit is not None:
                return None
            after_zero = True
        elif c in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[c]
        elif c in _UNITS:
            unit = _UNITS[c]
            if unit >= last_unit or (digit is None and unit != 10):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit, after_zero = None, unit, False
        else:
            return None
    if digit is not None:
        short = total and not after_zero and last_unit > 10  # 两百五
        total += digit * (last_unit // 10) if short else digit
    return total if words and (total or words == "零") else None
