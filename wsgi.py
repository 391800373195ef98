"""The app for a WSGI server: `gunicorn -c web/gunicorn_conf.py wsgi:app`. Settings come from the environment."""

from web import served

app = served()
