"""Django's settings, made of the options. Whatever the framework offers for security is on; see docs/security.md."""

from __future__ import annotations

from pathlib import Path

from .options import database_settings, options, sign_on_apps

HERE = Path(__file__).parent
OPTIONS = options()

DEBUG = False
SECRET_KEY = OPTIONS.secret
ALLOWED_HOSTS = list(OPTIONS.hosts) or ["127.0.0.1", "localhost"]
ROOT_URLCONF = "derogation.desk.urls"
WSGI_APPLICATION = "derogation.desk.wsgi.application"
DATABASES = {"default": database_settings(OPTIONS)}
#: Limits on guessing hold for every process and after a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that nobody pushes out what was counted of him
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "derogation.desk",  # before allauth, whose pages it gives its own look
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "derogation.desk.gate.Headers",
    "derogation.desk.rest.problems.Problems",
    "derogation.desk.gate.LocalGate",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "derogation.desk.gate.LocalUser",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "derogation.desk.gate.SignedIn",
    "derogation.desk.views.turned.Turned",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "derogation.desk.context.desk",
            ],
            "string_if_invalid": "",
        },
    }
]
STATIC_URL = "static/"
STATIC_ROOT = HERE / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# --- people

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "derogation.desk.accounts.Accounts"
SOCIALACCOUNT_ADAPTER = "derogation.desk.accounts.SingleSignOn"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,20/5m/ip"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True  # for as long as SESSION_COOKIE_AGE says; nobody is asked
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": sign_on_apps(OPTIONS.sign_on)}}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_AUTO_SIGNUP = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the desk sends nothing anywhere

# --- cookies, headers, limits

SESSION_COOKIE_NAME = f"desk_session_{OPTIONS.port}" if OPTIONS.local else "__Host-desk_session"
CSRF_COOKIE_NAME = f"desk_csrf_{OPTIONS.port}" if OPTIONS.local else "__Host-desk_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict" if OPTIONS.local else "Lax"  # links in mail, sign-on
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not OPTIONS.local
CSRF_FAILURE_VIEW = "derogation.desk.views.problems.forged"
SECURE_SSL_REDIRECT = not OPTIONS.local
SECURE_PROXY_SSL_HEADER = None  # the server knows which proxy to believe (server.py), and tells the scheme
SECURE_HSTS_SECONDS = 0 if OPTIONS.local else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not OPTIONS.local
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
FILE_UPLOAD_TEMP_DIR = str(OPTIONS.folder)
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "derogation.desk.logs.WithoutSecrets"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "quiet"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # whoever asks under another name is refused, and does not fill the log
    "loggers": {
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "waitress.queue": {"level": "ERROR"},  # that somebody waited a moment is no news
        "weasyprint": {"level": "CRITICAL"},  # what it says of style sheets helps nobody who asked for a document
        "fontTools": {"level": "CRITICAL"},
    },
}
