//! The description of the API.

use utoipa::openapi::{
    Contact as Described, ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi,
    security::{ApiKey, ApiKeyValue, SecurityScheme},
};

use super::API_VERSION;
use crate::config::Contact;

/// Adds to the described routes what stands around them.
pub(super) fn complete(mut description: OpenApi, contact: &Contact) -> OpenApi {
    let license = LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build();
    description.info = InfoBuilder::new()
        .title("Buurtboek")
        .version(API_VERSION)
        .description(Some(
            "Logging in and what belongs to it. Documents travel over the socket /api/v1/sync (subprotocol \
             buurtboek.sync.v1) or, for stock Yjs clients, /yjs/{doc}.",
        ))
        .license(Some(license))
        .contact(described(contact))
        .build();
    let cookie = ApiKeyValue::with_description(
        "buurtboek",
        "The session cookie; behind TLS its name is __Host-buurtboek. Changing requests must come from the server's \
         own pages or an allowed origin.",
    );
    let components = description.components.get_or_insert_default();
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    description
}

/// Whom to ask, as far as the settings say; none where they say nothing.
fn described(contact: &Contact) -> Option<Described> {
    let Contact { name, email, url } = contact;
    let contact = ContactBuilder::new().name(name.as_deref()).email(email.as_deref()).url(url.as_deref());
    [name, email, url].into_iter().any(Option::is_some).then(|| contact.build())
}
