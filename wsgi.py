"""What a WSGI server and the command line load."""

import os

from config import read_settings
from matchmaker.app import create_app

application = create_app(read_settings(os.environ))
