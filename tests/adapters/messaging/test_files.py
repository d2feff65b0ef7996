"""Files: fetched from the provider only, of a kind we keep, and never more than the limit."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
import respx

from application.ports.messaging import File, MediaRefused
from domain.conversations.content import Media
from tests.adapters.messaging.phones import CloudPhone, TwilioPhone, with_secrets

LIMIT = 1000
FILE = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=880"
PHOTO = Media(media="image", mime_type="image/jpeg", reference="880")


def found(**fields: Any) -> httpx.Response:
    return httpx.Response(200, json={"url": FILE, "mime_type": "image/jpeg", "file_size": 4, "id": "880", **fields})


def image(content: bytes = b"jpeg", headers: Mapping[str, str] | None = None) -> httpx.Response:
    return httpx.Response(200, content=content, headers={"content-type": "image/jpeg", **(headers or {})})


def redirect(location: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": location})


class TestWhatsAppCloud:
    def fetch(self, cloud: CloudPhone, media: Media = PHOTO) -> File:
        return cloud.adapter.fetch(cloud.access, media, LIMIT)

    def refused(self, cloud: CloudPhone, media: Media = PHOTO) -> MediaRefused:
        with pytest.raises(MediaRefused) as refused:
            self.fetch(cloud, media)
        assert "EAAtoken" not in refused.value.reason
        return refused.value

    @respx.mock
    def test_an_id_leads_to_the_bytes(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        download = respx.get(FILE).mock(return_value=image())
        assert self.fetch(cloud) == File(b"jpeg", "image/jpeg")
        assert download.calls.last.request.headers["authorization"] == "Bearer EAAtoken"
        assert download.calls.last.request.headers["accept-encoding"] == "identity"

    @respx.mock
    def test_an_address_in_the_webhook_is_as_good(self, cloud: CloudPhone) -> None:
        respx.get(FILE).mock(return_value=image())
        assert self.fetch(cloud, PHOTO.model_copy(update={"reference": FILE})).content == b"jpeg"

    @respx.mock
    def test_an_id_leads_nowhere_else(self, cloud: CloudPhone) -> None:
        route = respx.get(url__startswith=cloud.base_url).mock(return_value=httpx.Response(404))
        self.refused(cloud, PHOTO.model_copy(update={"reference": "../me?fields=x"}))
        assert route.calls.last.request.url.raw_path.endswith(b"/v23.0/..%2Fme%3Ffields%3Dx")

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/a.jpg",
            "http://lookaside.fbsbx.com/a.jpg",
            "https://lookaside.fbsbx.com.evil.example/a.jpg",
            "https://evilfacebook.com/a.jpg",
            "https://lookaside.fbsbx.com:8443/a.jpg",
            "https://user:pass@lookaside.fbsbx.com/a.jpg",
            "https://lookaside.fbsbx.com@evil.example/a.jpg",
            "http://169.254.169.254/latest/meta-data",
            "http://localhost:5432/",
            "file:///etc/passwd",
            "ftp://facebook.com/a.jpg",
            "//facebook.com/a.jpg",
            "https://[::1]/",
            "https://facebook.com:port/",
            "",
            "not an address",
        ],
    )
    @respx.mock
    def test_an_address_of_somebody_else_is_never_called(self, cloud: CloudPhone, url: str) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found(url=url))
        assert not self.refused(cloud).retry

    @respx.mock
    def test_nor_after_a_redirect(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        respx.get(FILE).mock(return_value=redirect("http://169.254.169.254/latest"))
        assert not self.refused(cloud).retry

    @respx.mock
    def test_a_redirect_within_the_provider_is_followed(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        respx.get(FILE).mock(return_value=redirect("https://scontent.xx.fbcdn.net/a.jpg"))
        respx.get("https://scontent.xx.fbcdn.net/a.jpg").mock(return_value=image())
        assert self.fetch(cloud).content == b"jpeg"

    @respx.mock
    def test_redirects_in_a_circle_end(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        loop = respx.get(FILE).mock(return_value=redirect(FILE))
        self.refused(cloud)
        assert loop.call_count == 4

    @pytest.mark.parametrize("size", [LIMIT + 1, str(LIMIT + 1), 1e12])
    @respx.mock
    def test_a_file_announced_too_large_is_not_even_asked_for(self, cloud: CloudPhone, size: object) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found(file_size=size))
        assert "Mo" in self.refused(cloud).reason

    @pytest.mark.parametrize("headers", [{}, {"content-length": "4"}])
    @respx.mock
    def test_a_file_that_turns_out_too_large_is_dropped(self, cloud: CloudPhone, headers: dict[str, str]) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        respx.get(FILE).mock(return_value=image(b"x" * (LIMIT + 1), headers))
        assert not self.refused(cloud).retry

    @respx.mock
    def test_a_file_at_the_limit_is_kept(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        respx.get(FILE).mock(return_value=image(b"x" * LIMIT))
        assert len(self.fetch(cloud).content) == LIMIT

    @respx.mock
    def test_compressed_bytes_are_not_unpacked(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        respx.get(FILE).mock(return_value=image(b"\x1f\x8b", {"content-encoding": "gzip"}))
        self.refused(cloud)

    @pytest.mark.parametrize(
        "mime_type", ["application/zip", "text/html", "image/svg+xml", "application/x-msdownload", "", "image"]
    )
    @respx.mock
    def test_a_type_we_do_not_keep_is_refused_wherever_it_is_told(self, cloud: CloudPhone, mime_type: str) -> None:
        self.refused(cloud, PHOTO.model_copy(update={"mime_type": mime_type}))
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        respx.get(FILE).mock(return_value=image(headers={"content-type": mime_type or "a/b"}))
        self.refused(cloud)

    @respx.mock
    def test_bytes_without_a_type_have_the_one_of_the_message(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found(mime_type="audio/ogg; codecs=opus"))
        respx.get(FILE).mock(return_value=image(headers={"content-type": "application/octet-stream"}))
        assert self.fetch(cloud).mime_type == "audio/ogg"

    @pytest.mark.parametrize(
        ("status", "body", "retry"),
        [
            (404, {}, False),
            (400, {"error": {"code": 100}}, False),
            (400, {"error": {"code": 987654}}, False),
            (401, {"error": {"code": 190}}, False),
            (403, {}, False),
            (400, {"error": {"code": 4}}, True),
            (429, {}, True),
            (500, {}, True),
            (503, {"error": {"code": 131016}}, True),
        ],
    )
    @respx.mock
    def test_only_a_passing_trouble_is_tried_again(
        self, cloud: CloudPhone, status: int, body: dict[str, Any], retry: bool
    ) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=httpx.Response(status, json=body))
        assert self.refused(cloud).retry is retry

    @pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
    @respx.mock
    def test_a_line_that_fails_is_tried_again(self, cloud: CloudPhone, error: type[httpx.HTTPError]) -> None:
        lookup = respx.get(f"{cloud.base_url}/880").mock(side_effect=error)
        assert self.refused(cloud).retry
        lookup.mock(side_effect=None, return_value=found())
        respx.get(FILE).mock(side_effect=error)
        assert self.refused(cloud).retry

    @respx.mock
    def test_an_expired_address_is_not_tried_again(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=found())
        respx.get(FILE).mock(return_value=httpx.Response(404))
        assert not self.refused(cloud).retry

    @respx.mock
    def test_an_answer_that_is_not_json_leads_nowhere(self, cloud: CloudPhone) -> None:
        respx.get(f"{cloud.base_url}/880").mock(return_value=httpx.Response(200, text="<html>"))
        self.refused(cloud)

    def test_without_a_token_nothing_is_asked(self, cloud: CloudPhone) -> None:
        with pytest.raises(MediaRefused):
            cloud.adapter.fetch(with_secrets(cloud.access, ""), PHOTO, LIMIT)


class TestTwilio:
    def url(self, twilio: TwilioPhone, host: str = "") -> str:
        return f"{host or twilio.base_url}/Accounts/{twilio.account}/Messages/MM1/Media/ME1"

    def fetch(self, twilio: TwilioPhone, url: str) -> File:
        media = Media(media="image", mime_type="image/jpeg", reference=url)
        return twilio.adapter.fetch(twilio.access, media, LIMIT)

    @pytest.mark.parametrize("host", ["", "https://api.twilio.com/2010-04-01"])
    @respx.mock
    def test_only_the_api_sees_the_credentials(self, twilio: TwilioPhone, host: str) -> None:
        url = self.url(twilio, host)
        first = respx.get(url).mock(return_value=redirect("https://mms.twiliocdn.com/AC5/a?Signature=x"))
        second = respx.get("https://mms.twiliocdn.com/AC5/a?Signature=x").mock(return_value=image())
        assert self.fetch(twilio, url) == File(b"jpeg", "image/jpeg")
        assert first.calls.last.request.headers["authorization"].startswith("Basic ")
        assert "authorization" not in second.calls.last.request.headers

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/a",
            "http://api.twilio.com/a",
            "https://eviltwilio.com/a",
            "https://other.twiliocdn.com/a",
            "http://127.0.0.1:6379/",
            "data:image/jpeg;base64,AA==",
            "",
        ],
    )
    def test_an_address_of_somebody_else_is_never_called(self, twilio: TwilioPhone, url: str) -> None:
        with pytest.raises(MediaRefused):
            self.fetch(twilio, url)

    @respx.mock
    def test_a_redirect_elsewhere_is_not_followed(self, twilio: TwilioPhone) -> None:
        respx.get(self.url(twilio)).mock(return_value=redirect("https://s3.example/a"))
        with pytest.raises(MediaRefused):
            self.fetch(twilio, self.url(twilio))

    @respx.mock
    def test_a_type_we_do_not_keep_is_not_even_asked_for(self, twilio: TwilioPhone) -> None:
        media = Media(media="document", mime_type="text/vcard", reference=self.url(twilio))
        with pytest.raises(MediaRefused):
            twilio.adapter.fetch(twilio.access, media, LIMIT)
