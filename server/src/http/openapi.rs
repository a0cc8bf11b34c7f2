//! The description of the API.

use utoipa::openapi::{
    InfoBuilder, LicenseBuilder, OpenApi,
    security::{ApiKey, ApiKeyValue, SecurityScheme},
};

use super::API_VERSION;

/// Adds to the described routes what stands around them.
pub(super) fn complete(mut description: OpenApi) -> OpenApi {
    let license = LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build();
    description.info = InfoBuilder::new()
        .title("Buurtboek")
        .version(API_VERSION)
        .description(Some(
            "Logging in and what belongs to it. Documents travel over the socket /api/v1/sync (subprotocol \
             buurtboek.sync.v1) or, for stock Yjs clients, /yjs/{doc}.",
        ))
        .license(Some(license))
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
