//! Whether what came with SEC and MAC is from who knows the secret.

use provost::bootstrap::{Identity, Outcome, Security, diagnose, verify};

use crate::bootstrap::{Secrets, describe};
use crate::report::{Layer, Severity};

/// What the two sides may know.
#[derive(Default, Debug)]
pub(super) struct Known {
    identities: Vec<Identity>,
    names: Vec<String>,
}

impl Known {
    pub(super) fn new(secrets: &Secrets) -> Self {
        let (identities, names) = secrets.identities().into_iter().unzip();
        Self { identities, names }
    }

    /// Checks the content of a layer by the parameters of its content type.
    pub(super) fn check(&self, content_type: &str, body: &[u8], layer: &mut Layer) {
        let security = Security::from_content_type(content_type);
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let is_provisioning = essence
            .eq_ignore_ascii_case("application/vnd.wap.connectivity-wbxml")
            || essence.eq_ignore_ascii_case("text/vnd.wap.connectivity-xml");
        let outcome = verify(body, &security, &self.identities);
        if matches!(outcome, Outcome::Unauthenticated(_)) && !is_provisioning {
            return;
        }
        let text = describe(&outcome, &self.names);
        match outcome {
            Outcome::Malformed(_) | Outcome::Failed(_) => layer.find(Severity::Error, &text),
            Outcome::Unauthenticated(_) => {
                layer.find(Severity::Warning, "nothing proves who sent the document");
            }
            _ => {}
        }
        layer.say("security", text);
        if let Some(fault) = diagnose(body, &security, &self.identities) {
            layer.find(Severity::Warning, fault.to_string());
        }
    }
}
