"""Addresses of the desk."""

from allauth.account import views as entry
from allauth.socialaccount import views as sign_on
from django.urls import include, path, re_path

from .rest.service import service
from .views import (
    account,
    changing,
    history,
    law,
    looking,
    matters,
    papers,
    people,
    portfolio,
    problems,
    signing,
    trail,
    walls,
    working,
)

#: Of the framework for accounts only what this desk offers: nobody signs up, and nothing is sent by mail.
ACCOUNTS = [
    path("login/", entry.login, name="account_login"),
    path("logout/", entry.logout, name="account_logout"),
    path("inactive/", entry.account_inactive, name="account_inactive"),
    path("password/change/", entry.password_change, name="account_change_password"),
    path("password/set/", problems.missing, name="account_set_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        entry.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", problems.missing, name="account_reset_password_from_key_done"),
    path("signup/", problems.missing, name="account_signup"),
    path("sign-on/cancelled/", sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-on/error/", sign_on.login_error, name="socialaccount_login_error"),
    path("sign-on/signup/", problems.missing, name="socialaccount_signup"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
PEOPLE = [
    path("", people.listed, name="people"),
    path("new", people.added, name="person_new"),
    path("<int:user_id>/role", people.role_given, name="person_role"),
    path("<int:user_id>/link", people.link_made, name="person_link"),
    path("<int:user_id>/end", people.ended, name="person_end"),
    path("<int:user_id>/reopen", people.reopened, name="person_reopen"),
]
OF_A_MATTER = [
    path("", matters.shown, name="matter"),
    path("text", matters.text, name="text"),
    path("features", matters.features, name="features"),
    path("save", working.saved, name="save"),
    path("discard", working.discarded, name="discard"),
    path("export.<slug:ending>", matters.exported, name="export"),
    path("people/", walls.shown, name="walls"),
    path("people/name", walls.named, name="walls_name"),
    path("people/walls", walls.set_walls, name="walls_set"),
    path("signing/", signing.shown, name="signing"),
    path("signing/finding", signing.finding_signed, name="sign_finding"),
    path("signing/proposal", signing.proposal_signed, name="sign_proposal"),
    path("signing/proposal/drop", signing.proposal_dropped, name="sign_proposal_drop"),
    path("signing/memo", signing.memo_signed, name="sign_memo"),
]
OF_A_FEATURE = [
    path("", working.shown, name="working"),
    path("fact", working.fact, name="fact"),
    path("list", changing.listed, name="list"),
    path("entry", changing.entry, name="entry"),
    path("texts", changing.texts, name="texts"),
    path("conditions", looking.conditions, name="conditions"),
    path("conditions/<slug:rule>/<slug:subject>", looking.proof, name="proof"),
    path("exception", looking.exception, name="exception"),
    path("readings", looking.readings, name="readings"),
    path("readings/parted", looking.parted, name="parted"),
    path("change", looking.change, name="change"),
    path("timeline", looking.over_time, name="timeline"),
    path("calendar", looking.duties, name="calendar"),
    path("calendar.ics", looking.duties_file, name="calendar_file"),
    path("authorities", looking.cited, name="authorities"),
    path("memo", papers.memo, name="memo"),
    path("memo.<slug:ending>", papers.memo_file, name="memo_file"),
    path("letter.<slug:ending>", papers.letter_file, name="letter_file"),
    path("page.html", papers.colleague_file, name="colleague_file"),
    path("questionnaire", papers.questionnaire, name="questionnaire"),
    path("questionnaire.<slug:ending>", papers.questionnaire_file, name="questionnaire_file"),
    path("questionnaire/filled", papers.questionnaire_filled, name="questionnaire_filled"),
    path("reports", papers.reports, name="reports"),
    path("reports/form.xlsx", papers.report_form, name="report_form"),
    path("reports/upload", papers.report_uploaded, name="report_uploaded"),
    path("reports/of/<str:name>", papers.report, name="report"),
    path("reports/of/<str:name>/paper.<slug:ending>", papers.report_file, name="report_file"),
    path("history", history.shown, name="history"),
    path("history/compared", history.compared, name="compared"),
    path("history/<int:number>", history.version, name="version"),
    path("history/<int:number>/take-up", history.taken_up, name="taken_up"),
    path("records/new", history.recorded, name="recorded"),
    path("records/key", history.record_key, name="record_key"),
    path("records/chain", history.chain, name="record_chain"),
    path("records/brought", history.record_brought, name="record_brought"),
    path("records/of/<str:name>", history.record, name="record"),
    path("records/of/<str:name>/file", history.record_file, name="record_file"),
]
LAW = [
    path("", law.home, name="law"),
    path("findings", law.findings, name="law_findings"),
    path("state", law.state, name="law_state"),
    path("drafts/<slug:name>", law.draft, name="law_draft"),
    path("compared", law.compared, name="law_compared"),
    path("<slug:kind>/<path:name>", law.node, name="law_node"),
]
PORTFOLIO = [
    path("", portfolio.listed, name="portfolio"),
    path("new", portfolio.created, name="portfolio_new"),
    path("<uuid:portfolio_id>/", portfolio.shown, name="portfolio_table"),
    path("<uuid:portfolio_id>/steer", portfolio.steered, name="portfolio_steer"),
    path("<uuid:portfolio_id>/files/<str:what>", portfolio.downloaded, name="portfolio_file"),
    path("<uuid:portfolio_id>/<int:number>/", portfolio.row, name="portfolio_row"),
    path("<uuid:portfolio_id>/<int:number>/open", portfolio.opened, name="portfolio_open"),
]
urlpatterns = [
    path("", matters.listed, name="matters"),
    path("matters/new", matters.created, name="matter_new"),
    path("matters/<uuid:matter_id>/", include(OF_A_MATTER)),
    path("matters/<uuid:matter_id>/feature/<slug:feature>/", include(OF_A_FEATURE)),
    path("people/", include(PEOPLE)),
    path("account/", account.shown, name="account"),
    path("account/keys/new", account.key_made, name="key_new"),
    path("account/keys/<int:key_id>/end", account.key_ended, name="key_end"),
    path("audit/", trail.shown, name="trail"),
    path("audit/export", trail.exported, name="trail_export"),
    path("law/", include(LAW)),
    path("portfolio/", include(PORTFOLIO)),
    path("accounts/", include(ACCOUNTS)),
    path("api/v1/", service.urls),
]
handler404 = "derogation.desk.views.problems.missing"
handler500 = "derogation.desk.views.problems.unforeseen"
