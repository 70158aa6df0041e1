"""Words by which somebody asks that what we keep of them be deleted, means it, or thinks better of it."""

from __future__ import annotations

import re

from bot.domain.plain_words import plain

LONGEST = 80
_SIMPLIFIED = str.maketrans("刪資檔賬戶", "删资档账户")
_MINE = r"(?:我(?:们家|家)?(?:的|在你们?(?:这|那)(?:里|儿)?的)?|有关我的|关于我的|跟我有关的|本人的?)"
_REACHED_AT = r"(?:手机号?码?|电话(?:号码?)?|微信号?|头像|照片)"
_DATA = r"(?:个人|全部|所有|相关|聊天|购买|售后)*(?:资料|信息|数据|记录|隐私|档案|账号|账户|个资)"
_AWAY = r"(?:删(?:除|掉|了|光|干净)?|清(?:除|空|掉|理掉|了)|抹(?:掉|去|除)|注销|销毁|去掉)"
_WANTS = re.compile(
    rf"{_AWAY}(?:一下)?{_MINE}{_DATA}|(?:把|将){_MINE}{_DATA}[^,。!?]{{0,6}}{_AWAY}|{_MINE}{_DATA}[^,。!?]{{0,4}}{_AWAY}|"
    rf"(?:不要|别)(?:再)?(?:留|保留|保存|存)(?:着)?{_MINE}{_DATA}|{_AWAY}(?:个人)(?:资料|信息|数据)|注销(?:账号|账户)?$|"
    rf"(?:把|将){_MINE}(?:手机号?|电话|地址|名字|头像|照片|微信)(?:[和跟、]?(?:手机号?|电话|地址|名字|头像|照片|微信))*(?:都|全|全部|统统)(?:给我)?{_AWAY}|"
    rf"(?:把|将)(?:有关|关于|跟)我(?:有关)?的(?:东西|内容|全部)?(?:都|全|全部|统统){_AWAY}|"
    rf"不(?:想|希望|愿意)(?:让)?你们?(?:再|继续)?(?:留|保留|保存|存)(?:着)?{_MINE}{_DATA}|"
    rf"(?:资料|信息|数据|个人信息)(?:都|全|全部|统统)?(?:给我)(?:都|全|全部)?{_AWAY}|行使(?:删除|被遗忘)权|"
    rf"(?:把|将)(?:你们?)?存的我的(?:东西|资料|信息|数据|内容)(?:都|全|全部|统统)?{_AWAY}|"
    rf"(?:存|留|保存|保留|记)(?:着|下)?(?:的)?(?:关于|有关)?我的(?:东西|内容)?(?:都|全|全部|统统)(?:给我)?{_AWAY}|"
    rf"(?:关于|有关)我的(?:东西|内容)?(?:都|全|全部|统统){_AWAY}|我的东西(?:都|全|全部|统统)(?:给我)?删|"
    rf"(?:不要|别)(?:再)?(?:留|保留|保存|存)(?:着)?我的(?:任何)?东西|"
    rf"(?:退群|不玩|不买|退出)了[,，。 ]*(?:把)?(?:资料|信息|数据|记录)(?:都|全|也|请|麻烦)*{_AWAY}|"
    rf"(?:退群|不玩|退出)了[,，。 ]*(?:请|麻烦|把)*(?:{_AWAY}我的东西|我的东西(?:都|全|请)*{_AWAY})|"
    rf"有我的?(?:哪些|什么|多少)?(?:信息|资料|数据)[,，。 ]*(?:请)?(?:都|全|全部|统统)(?:给我)?{_AWAY}|"
    rf"(?:不要|别)(?:再)?(?:保留|保存|存)(?:着)?我的?{_REACHED_AT}|我的?{_REACHED_AT}(?:请|就|你们)?(?:不要|别)(?:再)?(?:保留|保存|存|留)(?:了|着|$)|"
    rf"个人(?:资料|信息|数据)(?:的)?删除|申请删除(?:资料|信息|数据)|被遗忘权|"
    r"\b(?i:delete|remove|erase) (?:all )?(?:of )?my (?:personal )?(?:data|info|information|account|records?)\b|"
    rf"(?:撤回|收回)(?:对)?(?:个人)?信息(?:的)?(?:授权|同意)"
)
_OTHER = re.compile(r"(?:别人|他|她|他们|人家)的|订单|地址(?!.*(?:资料|都.{0,3}删))")
_FORGET_ME = re.compile(
    r"(?:我(?:不玩|退群|不买)了)?[,，。 ]*(?:请(?:你们?|您)?|麻烦(?:你们?|您)?|(?:你们?|您)?(?:能不能|能|可以)|"
    r"我(?:想|要)(?:让)?(?:你们?|您)?|要求(?:你们?|您)?|希望(?:你们?|您)?|帮忙)?"
    r"(?:(?:彻底)?(?:删除|删掉|删了|注销|忘记|忘掉|忘了)我|"
    r"把我(?:都|全|全部|彻底|从(?:系统|记录)里?)?(?:删除|删掉|删了|删|注销|清掉|忘掉|忘了|忘记))"
    r"(?:吧|吗|嘛|好吗|行吗|谢谢|[,，。!?~ ])*+"
)
"""Nothing but that they themselves be deleted or forgotten; 忘记我了 and 忘记我说的 are something else."""
_CONFIRMS = re.compile(
    r"^(?:是的?|对|嗯+|好的?)?[,。!~ ]*(?:我)?(?:确认|确定|同意)(?:要)?(?:删除|删掉|删了?|注销)"
    r"(?:资料|信息|吧|了|!|。|,)*$"
)
_MAY_CONFIRM = re.compile(rf"(?:是的?|对|嗯|好的?|可以|行|我?(?:确认|确定)|{_AWAY}|[吧了啊呀,。!~ ])++")
_STOPS = re.compile(r"^(?:不删了?|先?别删了?|不用删了?|算了|取消|先留着|不要删了?|还是留着)[吧了啊。!,~]*$")


def wants_erasure(text: str) -> bool:
    """删掉我的资料, 把我的信息都删了; a question about it counts, for it is asked once more."""
    said = plain(text).translate(_SIMPLIFIED).strip()
    wished = _WANTS.search(said) or _FORGET_ME.fullmatch(said)
    return len(said) <= LONGEST and bool(wished) and not _OTHER.search(said)


def confirms_erasure(text: str) -> bool:
    """确认删除, and nothing less."""
    return bool(_CONFIRMS.match(plain(text).translate(_SIMPLIFIED).strip()))


def may_confirm_erasure(text: str) -> bool:
    """A yes in other words, to be told which words it takes."""
    said = plain(text).translate(_SIMPLIFIED).strip()
    return bool(_MAY_CONFIRM.fullmatch(said)) and not confirms_erasure(text)


def stops_erasure(text: str) -> bool:
    """不删了."""
    return bool(_STOPS.match(plain(text).strip()))
