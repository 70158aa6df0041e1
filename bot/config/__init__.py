"""Settings: config.yaml, checked strictly, plus secrets from the environment."""

from bot.config.platforms import OnebotLimits as OnebotLimits
from bot.config.reading import ConfigError as ConfigError
from bot.config.reading import from_dict as from_dict
from bot.config.reading import load as load
from bot.config.settings import DEFAULT_DATABASE as DEFAULT_DATABASE
from bot.config.settings import SECRETS as SECRETS
from bot.config.settings import Settings as Settings
from bot.config.work import Compensation as Compensation
from bot.config.work import Defaults as Defaults
from bot.config.work import OwnHours as OwnHours
from bot.config.work import Sla as Sla
