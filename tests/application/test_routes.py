"""Every route says who may call it, and no GET may write."""

import pytest

UNGUARDED = {"static"}


def test_every_route_states_its_permission(whole_app):
    silent = [
        f"{rule.endpoint} {rule.rule}"
        for rule in whole_app.url_map.iter_rules()
        if rule.endpoint not in UNGUARDED
        and not hasattr(whole_app.view_functions[rule.endpoint], "permission")
    ]
    assert silent == []


def test_addresses_are_readable(whole_app):
    odd = [rule.rule for rule in whole_app.url_map.iter_rules() if "_" in rule.rule.split("<")[0]]
    assert odd == []


@pytest.mark.parametrize("path", ["/home", "/matching", "/imports", "/companies/manage", "/settings"])
def test_strangers_are_led_to_the_sign_in_page_or_see_nothing(client, path):
    response = client.get(path)
    assert response.status_code in {302, 404}
    assert response.status_code == 404 or "/sign-in" in response.headers["Location"]


def test_forms_from_elsewhere_are_refused(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/language", data={"locale": "vi"}).status_code == 400


def test_pages_carry_the_content_policy(client):
    response = client.get("/")
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
