"""The kernel of Trunkline: what at least two of its packages need, and nothing else.

Importing it switches usage reporting off in every library this project calls. This is the one
place for that, because some of them (Great Expectations) read the switch while being imported
and every entry point imports the kernel first. A value that the user has set stays.
"""

import os

__version__ = "0.1.0"

_REPORTING_OFF = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}

for _name, _value in _REPORTING_OFF.items():
    os.environ.setdefault(_name, _value)
