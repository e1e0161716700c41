"""The provider: safeguards towards users and authorities, and the annual reports.

Source: Regulation (EU) 2021/1232, Article 3(1)(g)(i), (iv) to (vii); Article 7(1) and 3(4) for the notes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..fact import DateOrNever, Day, Model, Stated, Trimmed, Year, YesNo, fact

Place = Literal[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "outside_the_union",
]  # fmt: skip


class InternalProcedures(Model):
    """Article 3(1), point (g)(i)."""

    against_abuse: YesNo | None = fact(
        "Has the provider established internal procedures to prevent abuse of the data?", "3(1)(g)(i)"
    )
    against_access: YesNo | None = fact(
        "Has it established internal procedures to prevent unauthorised access to the data?", "3(1)(g)(i)"
    )
    against_transfer: YesNo | None = fact(
        "Has it established internal procedures to prevent unauthorised transfers of the data?", "3(1)(g)(i)"
    )


class Redress(Model):
    """Article 3(1), point (g)(iv)."""

    established: YesNo | None = fact(
        "Are there procedures and redress mechanisms by which users can complain to the provider?",
        "3(1)(g)(iv)",
    )
    appropriate: YesNo | None = fact(
        "Are those procedures appropriate?", "3(1)(g)(iv)", finding=True, rests_on=("provider.redress",)
    )
    reasonable_time: YesNo | None = fact(
        "Can users complain, and present their views, within a reasonable time?",
        "3(1)(g)(iv)",
        finding=True,
        rests_on=("provider.redress",),
    )


class UserInformation(Model):
    """Article 3(1), point (g)(v)."""

    clear_and_prominent: YesNo | None = fact(
        "Are users informed in a clear, prominent and comprehensible way?",
        "3(1)(g)(v)",
        finding=True,
        rests_on=("provider.user_information",),
    )
    derogation_invoked: YesNo | None = fact(
        "Are users told that the provider has invoked the derogation, and for which sole purpose?",
        "3(1)(g)(v)",
    )
    logic: YesNo | None = fact("Are users told the logic behind the measures?", "3(1)(g)(v)")
    confidentiality: YesNo | None = fact(
        "Are users told the impact on the confidentiality of their communications?", "3(1)(g)(v)"
    )
    sharing: YesNo | None = fact(
        "Are users told that data may be shared with law enforcement and organisations?", "3(1)(g)(v)"
    )


class AffectedUsers(Model):
    """Article 3(1), point (g)(vi)."""

    action_taken: YesNo | None = fact(
        "Has content been removed, an account blocked or a service suspended?", "3(1)(g)(vi)", fixed=True
    )
    told_redress: YesNo | None = fact(
        "Are the users concerned told the avenues for seeking redress from the provider?", "3(1)(g)(vi)(1)"
    )
    told_complaint: YesNo | None = fact(
        "Are the users concerned told that they may complain to a supervisory authority?", "3(1)(g)(vi)(2)"
    )
    told_court: YesNo | None = fact(
        "Are the users concerned told of their right to a judicial remedy?", "3(1)(g)(vi)(3)"
    )


class Includes(Model):
    """The nine points of Article 3(1), point (g)(vii)."""

    type_and_volumes: YesNo | None = fact(
        "Does the report give the type and volumes of data processed?", "3(1)(g)(vii)(1)"
    )
    gdpr_ground: YesNo | None = fact("Does the report give the specific GDPR ground?", "3(1)(g)(vii)(2)")
    transfer_ground: YesNo | None = fact(
        "Does the report give the ground for transfers outside the Union?", "3(1)(g)(vii)(3)"
    )
    cases: YesNo | None = fact(
        "Does the report give the number of cases identified, material and solicitation apart?", "3(1)(g)(vii)(4)"
    )
    complaints: YesNo | None = fact(
        "Does the report give the number of complaint cases, internal and judicial, and their outcome?",
        "3(1)(g)(vii)(5)",
    )
    errors: YesNo | None = fact(
        "Does the report give numbers and ratios of errors for each technology?", "3(1)(g)(vii)(6)"
    )
    measures: YesNo | None = fact(
        "Does the report give the measures that limit the error rate, and the rate achieved?", "3(1)(g)(vii)(7)"
    )
    retention: YesNo | None = fact(
        "Does the report give the retention policy and the data protection safeguards?", "3(1)(g)(vii)(8)"
    )
    organisations: YesNo | None = fact(
        "Does the report name the organisations with which data have been shared?", "3(1)(g)(vii)(9)"
    )


class Report(Model):
    """One annual report under Article 3(1), point (g)(vii).

    What ``file`` tells about the report need not be stated again: see ``cases/annual_reports.py``.
    """

    id: str = ""
    file: str = Field(
        default="",
        description="The report itself (derogation/report/1): a file in the folder of the profile or below, or a "
        "report that comes with the program, such as google-2025",
    )
    source: str = Field(
        default="",
        description="The source on which the facts taken from `file` rest; without it, the provider's own word",
    )
    year: Year | None = fact(
        "Which year's processing does the report cover (2021 for 2 August to 31 December 2021)?",
        "3(1)(g)(vii)",
        unit="year",
        fixed=True,
    )
    published_on: DateOrNever | None = fact("When was it published?", "3(1)(g)(vii)", never="not published")
    to_authority_on: DateOrNever | None = fact(
        "When was it submitted to the competent supervisory authority?", "3(1)(g)(vii)", never="not submitted"
    )
    to_commission_on: DateOrNever | None = fact(
        "When was it submitted to the Commission?", "3(1)(g)(vii)", never="not submitted"
    )
    standard_form: YesNo | None = fact(
        "Does the report use the standard form of Implementing Regulation (EU) 2024/2916?", "3(4)/1"
    )
    data_left_union: YesNo | None = fact(
        "Were personal data transferred outside the Union in the period reported on?", "3(1)(g)(vii)(3)", fixed=True
    )
    includes: Includes = Field(default_factory=Includes.model_construct)

    @model_validator(mode="after")
    def _source_of_a_file(self) -> Report:
        if self.source and not self.file:
            raise ValueError(
                "has a source but no file that rests on it; put the source beside each fact, or add a file"
            )
        return self


class Provider(Model):
    """The provider of the service."""

    name: str = Field(default="", description="Name of the provider")
    internal_procedures: InternalProcedures = Field(default_factory=InternalProcedures.model_construct)
    redress: Redress = Field(default_factory=Redress.model_construct)
    user_information: UserInformation = Field(default_factory=UserInformation.model_construct)
    affected_users: AffectedUsers = Field(default_factory=AffectedUsers.model_construct)
    transfers_outside_union: YesNo | None = fact(
        "Have personal data ever been transferred outside the Union?", "3(1)(g)(vii)(3)", fixed=True
    )
    established_in: Stated[Annotated[Place, Trimmed]] | None = fact(
        "Where is the provider's main establishment in the Union (a Member State's code), or is it outside the Union?",
        "6",
    )
    competent_authority: str = Field(default="", description="The supervisory authority competent for the provider")
    organisations_listed_on: DateOrNever | None = fact(
        "When did the provider give the Commission the list of organisations it reports to?",
        "7(1)",
        never="not given",
    )


class Law(Model):
    """Facts about the rest of the law, used in notes only."""

    national_measure: YesNo | None = fact(
        "Does a national measure under Article 15(1) of Directive 2002/58/EC cover this processing?",
        "ePD 15(1)",
        who="others",
        legal=True,
    )
    holidays: tuple[Day, ...] = Field(
        default=(),
        description="Public holidays, for the end of the 12 months of point (i) (Regulation 1182/71, Article 3(4))",
    )
    all_users_consent: YesNo | None = fact("Have all users concerned consented to the processing?", "ePD 5(1)")
