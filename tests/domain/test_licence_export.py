from uuid import UUID

from domain.licensing.export import ExportLicences, LicencesExported, licence_export
from tests.spec import given

IT = UUID(int=1)


def test_an_export_is_recorded_once_with_what_it_holds() -> None:
    asked = {"export_id": IT, "count": 3, "filters": {"plan": "premium"}, "searched": True}
    given(licence_export).when(ExportLicences(**asked)).then_once(LicencesExported(**asked))
