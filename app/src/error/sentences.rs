//! The sentences of the catalogue: what is wrong, and what to do next.

use super::{Facts, Problem, TabError};

const ASK_ADMIN: &str = "Contact your Jira administrator";
const ASK_OPERATOR: &str = "Contact the administrator of this tab";

#[expect(clippy::too_many_lines, reason = "one table: a row is a problem")]
pub(super) fn sentences(problem: Problem, facts: Facts<'_>) -> (String, String) {
    let jira = facts.jira.unwrap_or("Jira");
    let detail = facts.detail.unwrap_or_default();
    let or_detail = |with: &dyn Fn(&str) -> String, without: &str| match facts.detail {
        Some(detail) => with(detail),
        None => without.to_owned(),
    };
    let (cause, next): (String, String) = match problem {
        Problem::JiraMissing => (
            "No Jira was entered.".into(),
            "Enter the Jira ID or the address that you open Jira with, then press Connect.".into(),
        ),
        Problem::JiraUnknown => (
            "This tab knows no Jira by that ID or address.".into(),
            or_detail(
                &|hint| format!("Did you mean {hint}? If not, check it for typing errors or ask the administrator of this tab to add your Jira."),
                "Check it for typing errors, or ask the administrator of this tab to add your Jira.",
            ),
        ),
        Problem::ChannelJiraUnknown => (
            "This tab belongs to a Jira that its server does not know.".into(),
            "Whoever added the tab can choose another Jira in its settings. If this one should be there, ask the administrator of this tab to add it again.".into(),
        ),
        Problem::ChannelListRefused => (
            or_detail(
                &|words| format!("{jira} does not show you this list: {words}"),
                "Jira does not show you this list.",
            ),
            "You may lack a permission for the project or the filter. Whoever added this tab can change in its settings what it lists.".into(),
        ),
        Problem::JiraAmbiguous => (
            "Several Jiras have that host.".into(),
            "Choose yours from the list, or add the path to the address.".into(),
        ),
        Problem::JiraCloud => (
            "That is the address of a Jira Cloud, which this tab cannot open.".into(),
            "Enter the address of a Jira Data Center, which your organisation runs itself.".into(),
        ),
        Problem::JiraWithPassword => (
            "The address holds a user name or a password, so it was not used.".into(),
            "Enter the address without what stands before the @. The tab never needs your password.".into(),
        ),
        Problem::JiraTooLong => (
            "That text is too long for an address.".into(),
            "Enter the Jira ID or the address that you open Jira with.".into(),
        ),
        Problem::JiraNameUnknown => (
            format!("The tab's server finds no address of {jira} that it may use."),
            format!("{ASK_OPERATOR}: {} must be spelt right in the settings, and this server's DNS must know it. A Jira on this server is called localhost there.", facts.detail.unwrap_or("Jira's host name")),
        ),
        Problem::JiraUnreachable => (
            format!("The tab's server cannot reach {jira}."),
            format!("Try again in a minute. If it stays so, contact the administrator of this tab: {} must be reachable from its server (firewall, `proxy` in the settings). If it is, Jira does not run.", facts.detail.unwrap_or("Jira")),
        ),
        Problem::JiraInterrupted => (
            format!("The connection to {jira} was lost before it answered."),
            "Try again in a minute. If it stays so, contact your Jira administrator: Jira, or a proxy or firewall before it, breaks connections off.".into(),
        ),
        Problem::JiraTimeout => (
            format!("{jira} did not answer in time."),
            "Try again in a minute. If it stays so, contact your Jira administrator: Jira is slow or a firewall drops the connection.".into(),
        ),
        Problem::JiraCertificateUntrusted => (
            format!("The tab's server does not trust the certificate of {jira}."),
            format!("{ASK_OPERATOR}: a certificate of your organisation's own issuer is trusted once `ca_file` in the settings names the issuer's. If the issuer is a public one, Jira does not send its intermediate certificates."),
        ),
        Problem::JiraCertificateName => (
            format!("The certificate of {jira} is for another host{}.", or_detail(&|host| format!(" than {host}"), "")),
            format!("{ASK_OPERATOR}: the base URL in the settings must have a host that the certificate names. If it is the one that people open, Jira needs a certificate for it."),
        ),
        Problem::JiraCertificateInvalid => (
            format!("The certificate of {jira} has run out or is not valid yet."),
            format!("{ASK_ADMIN}: Jira needs a certificate that is valid now."),
        ),
        Problem::JiraWithoutTls => (
            format!("What answers at the address of {jira} does not speak TLS."),
            format!("{ASK_OPERATOR}: the base URL in the settings says https, but its port takes http, or is another server's."),
        ),
        Problem::JiraTls => (
            format!("No secure connection to {jira} could be made."),
            format!("{ASK_ADMIN}: Jira, or the proxy before it, must take TLS 1.2 or 1.3 from this tab's server."),
        ),
        Problem::JiraDown => (
            format!("{jira} is not available just now{}.", or_detail(&|status| format!(" (it answered {status})"), "")),
            "Try again in a minute. If it stays so, contact your Jira administrator.".into(),
        ),
        Problem::JiraBusy => (
            format!("{jira} asks this tab to slow down."),
            "Wait a few minutes, then try again. Jira limits how many requests one person may make.".into(),
        ),
        Problem::JiraMoved => (
            format!("{jira} has another address than this tab knows{}.", or_detail(&|address| format!(": {address}"), "")),
            format!("{ASK_OPERATOR}: the base URL in the settings must be the address that Jira's redirects end at."),
        ),
        Problem::JiraRedirects => (
            format!("{jira} sends the tab's server elsewhere{}.", or_detail(&|host| format!(", to {host}"), "")),
            format!("{ASK_ADMIN}: a single sign-on gateway must let Jira's OAuth and REST addresses through."),
        ),
        Problem::JiraAnswersWithPage => (
            format!("{jira} answered the tab's server with a web page."),
            format!("{ASK_ADMIN}: a log-in page or a proxy's page stands before Jira; its OAuth and REST addresses must be let through."),
        ),
        Problem::JiraAnswerTooLarge => (
            format!("{jira} gave an answer that is too large to be one of Jira's."),
            format!("{ASK_ADMIN}: something before Jira seems to answer in its place."),
        ),
        Problem::JiraAnswerUnreadable => (
            format!("{jira} gave an answer that is not one of Jira's."),
            format!("{ASK_ADMIN}: a proxy before Jira seems to answer in its place, or to refuse this tab's server."),
        ),
        Problem::JiraSuspectsForgery => (
            format!("{jira} took the tab's request for one that another site forged."),
            format!("{ASK_ADMIN}: a proxy before Jira seems to change the User-Agent or X-Atlassian-Token header."),
        ),
        Problem::JiraAsksForPicture => (
            format!("{jira} asks you to prove that you are a person."),
            "Log in to Jira in your browser once and type the characters of the picture, then try again here.".into(),
        ),
        Problem::JiraNotFound => (
            format!("At the address of {jira} there is no Jira that takes authorisations."),
            "Contact the administrator of this tab: the base URL in the settings may lack its context path, such as /jira.".into(),
        ),
        Problem::ApplicationLinkMissing => (
            format!("{jira} does not know this tab yet."),
            format!("{ASK_ADMIN}: the application link is missing or has another consumer key."),
        ),
        Problem::ApplicationLinkRefused => (
            format!("{jira} does not let this tab ask for access."),
            format!("{ASK_ADMIN}: in the application link, incoming authentication must be allowed to act for the user (3-legged OAuth)."),
        ),
        Problem::SignatureInvalid => (
            format!("{jira} could not verify this tab's signature."),
            format!("{ASK_ADMIN}: the public key in the application link differs from this tab's key, or Jira sees another address than the base URL (proxyName, proxyPort and scheme in server.xml){}", or_detail(&|difference| format!("; {difference}."), ".")),
        ),
        Problem::SignatureMethodRejected => (
            format!("{jira} does not take this tab's signature method."),
            "Contact the administrator of this tab: Jira Data Center takes only RSA-SHA1; set `signature_method` so.".into(),
        ),
        Problem::ClockDiffers => (
            format!("The clocks of {jira} and of this tab's server differ too much{}.", or_detail(&|seconds| format!(" (by {seconds} seconds)"), "")),
            format!("{ASK_OPERATOR}: its server must keep time by NTP, and Jira's must, too."),
        ),
        Problem::AuthorizationLost => (
            format!("{jira} did not get the signature of this tab's request."),
            format!("{ASK_ADMIN}: a proxy before Jira seems to remove the Authorization header."),
        ),
        Problem::RequestRepeated => (
            format!("{jira} has seen this tab's request before, so it refused it."),
            "Try again. If it stays so, contact your Jira administrator: a proxy before Jira seems to send requests twice.".into(),
        ),
        Problem::ProtocolRefused => (
            format!("{jira} does not understand the form of this tab's request{}.", or_detail(&|word| format!(" ({word})"), "")),
            format!("{ASK_OPERATOR}: this is a defect of the tab, or a proxy changes its requests; the log has the request ID."),
        ),
        Problem::OAuthProblem => (
            format!("{jira} refused the request{}.", or_detail(&|word| format!(" with the word “{word}”"), "")),
            format!("Try again. If it stays so, contact your Jira administrator{}.", or_detail(&|_| " and name that word".to_owned(), "")),
        ),
        Problem::CodeMissing => (
            "No verification code was entered.".into(),
            "Paste the code from Jira's Access Approved page, then press Continue.".into(),
        ),
        Problem::CodeInvalid => (
            "That is not a verification code.".into(),
            "The code has only the letters A–Z and a–z and digits, 6 as a rule. Copy it from Jira's Access Approved page; capitals matter.".into(),
        ),
        Problem::CodeTooLong => (
            "That text is too long to hold a verification code.".into(),
            "Copy just the code from Jira's Access Approved page.".into(),
        ),
        Problem::CodeOfOtherLink => (
            "That address belongs to another Authorize link.".into(),
            "Press Authorize here, allow access, and paste the code you get then.".into(),
        ),
        Problem::CodeNotInAddress => (
            "That address holds no verification code.".into(),
            "Press Authorize, then Allow in Jira, and paste the code that Jira shows.".into(),
        ),
        Problem::AuthorizeFirst => (
            "There is no open Authorize link for this code.".into(),
            "Press Authorize first, allow access in Jira, then paste the code.".into(),
        ),
        Problem::CodeWrong => (
            format!("{jira} did not accept this code."),
            "Check it (capitals matter) and paste it again, or press Get a new link. If Authorize was pressed twice, only the newest code works.".into(),
        ),
        Problem::CodeTriesUsedUp => (
            "Too many codes were refused, so this Authorize link has ended.".into(),
            "Press Get a new link, then Authorize, and copy the new code.".into(),
        ),
        Problem::CodeExpired => (
            "The verification code has run out: it works once and for about ten minutes.".into(),
            "Press Get a new link, then Authorize, and copy the new code.".into(),
        ),
        Problem::NotYetAllowed => (
            format!("Access was not allowed in {jira} yet."),
            "Press Allow on Jira's page first, then press Continue here with the code.".into(),
        ),
        Problem::AccessDenied => (
            format!("Access was refused in {jira}."),
            "If that was a mistake, press Get a new link, then Authorize, and press Allow in Jira.".into(),
        ),
        Problem::LinkReplaced => (
            "This Authorize link has been replaced by a newer one or has ended.".into(),
            "Close this window, go back to the tab, reload it and press Authorize there.".into(),
        ),
        Problem::NoAttempt => (
            "There is no sign-in under way.".into(),
            "Choose your Jira and press Connect.".into(),
        ),
        Problem::LoginRefused => (
            format!("{jira} knows you but does not let you log in."),
            format!("{ASK_ADMIN}: the account is inactive or has no licence for Jira."),
        ),
        Problem::NotRecognised => (
            format!("{jira} answered without saying who you are."),
            "Try again. If it stays so, contact your Jira administrator: a proxy may remove the Authorization header.".into(),
        ),
        Problem::AccessRevoked => (
            format!("{jira} no longer accepts this tab's access: it was revoked in Jira."),
            "Press Connect again to allow it anew.".into(),
        ),
        Problem::AccessExpired => (
            format!("This tab's access to {jira} has run out."),
            "Press Connect again to allow it anew.".into(),
        ),
        Problem::SearchRefused => (
            format!("{jira} refused the search for your issues{}.", or_detail(&|message| format!(": {message}"), "")),
            "Try again. If it stays so, contact your Jira administrator.".into(),
        ),
        Problem::IssueNotFound => (
            "Jira shows you no issue with that key.".into(),
            "It may have been moved or deleted, or you lack the permission to see it. Ask whoever sent you the link.".into(),
        ),
        Problem::ChangeRefused => (
            format!("{jira} refused the change, so nothing was changed."),
            "Go back to what you entered, correct it and try again. Jira may have a rule for this issue that only its own page can tell.".into(),
        ),
        Problem::ChangeForbidden => (
            format!("{jira} does not let you change this."),
            "Contact your Jira administrator if you need the permission. Nothing you typed is lost.".into(),
        ),
        Problem::OutcomeUnknown => (
            format!("{jira} did not say whether the change was made."),
            "Reload the issue and look before you try again. Nothing you typed is lost.".into(),
        ),
        Problem::NotConnected => (
            "You are not connected to Jira.".into(),
            "Reload the tab and sign in to Jira.".into(),
        ),
        Problem::JiraForbids => (
            format!("{jira} does not let you see what this tab asks for."),
            format!("{ASK_ADMIN}: you need the permission to browse projects."),
        ),
        Problem::HandoverLost => (
            "A sign-in was finished in a window that did not report back to this tab, so it was not used.".into(),
            "Press Get a new link, then Authorize, and paste the new code here.".into(),
        ),
        Problem::TicketEnded => (
            "This sign-in window has ended.".into(),
            "Close it, go back to the tab in Microsoft Teams and press Sign in to Jira there.".into(),
        ),
        Problem::TicketOfSomebodyElse => (
            "This sign-in window was opened for somebody else, who would see your Jira.".into(),
            "Close it. To see your own issues, open the tab in Microsoft Teams and press Sign in to Jira there. If somebody led you here, report it to your IT support.".into(),
        ),
        Problem::TicketNotEnough => (
            "That is not possible in the sign-in window.".into(),
            "Close it and go back to the tab in Microsoft Teams.".into(),
        ),
        Problem::ResultCodeRefused => (
            "What the sign-in window reported is not valid or came too late, so nothing was connected.".into(),
            "Press Sign in to Jira and try again.".into(),
        ),
        Problem::TokenMissing => (
            "This request does not say who you are.".into(),
            "Open the tab in Microsoft Teams.".into(),
        ),
        Problem::TokenExpired => (
            "Microsoft's word on who you are has run out.".into(),
            "Try again. If it stays so, contact the administrator of this tab: its server's clock may be wrong.".into(),
        ),
        Problem::TokenRefused => (
            "Microsoft's word on who you are is not meant for this tab.".into(),
            "Contact the administrator of this tab: the app registration in Entra and the settings differ.".into(),
        ),
        Problem::TenantNotAllowed => (
            "Your organisation is not among those that this tab serves.".into(),
            "Contact the administrator of this tab, who can add its tenant ID to the settings.".into(),
        ),
        Problem::EntraUnavailable => (
            "The tab's server cannot check who you are, because Microsoft Entra does not answer it.".into(),
            "Try again in a minute. If it stays so, contact the administrator of this tab: its server must reach Entra.".into(),
        ),
        Problem::NotThroughProxy => (
            "This tab's server takes requests only from its reverse proxy.".into(),
            "Open the tab in Microsoft Teams. If that does not help, contact the administrator of this tab: people must reach the proxy by https, and `trusted_proxies` in the settings must name the proxy; the log says which is missing.".into(),
        ),
        Problem::Offline
        | Problem::OutsideTeams
        | Problem::TeamsSilent
        | Problem::ConsentNeeded
        | Problem::MfaNeeded
        | Problem::SessionRevoked
        | Problem::AppDisabled
        | Problem::TeamsRefused => {
            let error = TabError::in_browser(problem);
            (error.cause, error.next_step)
        }
        Problem::CrossSite => (
            "This request did not come from the tab itself, so nothing was done.".into(),
            "Open the tab and try there.".into(),
        ),
        Problem::WrongHost => (
            "This tab answers only on the machine it runs on.".into(),
            "Open it there as http://localhost, with its port.".into(),
        ),
        Problem::BehindProxy => (
            "This tab serves one person on the machine it runs on, so it refuses what comes through a proxy.".into(),
            "Open it there without the proxy. The administrator of this tab should take the proxy away.".into(),
        ),
        Problem::RequestTooLarge => (
            "That is more text than this form takes.".into(),
            "Shorten it and try again.".into(),
        ),
        Problem::TooManyAttempts => (
            "You have tried too often in a short time.".into(),
            "Wait a minute, then try again.".into(),
        ),
        Problem::TooManyRequests => (
            "Too many requests came from your network in a short time.".into(),
            "Wait a minute, then try again. If it stays so, contact the administrator of this tab: the reverse proxy must name each client by X-Forwarded-For.".into(),
        ),
        Problem::JiraCrowded => (
            format!("Very many people are signing in to {jira} just now."),
            "Wait a minute, then try again.".into(),
        ),
        Problem::BadRequest => (
            "The tab's server could not understand the request.".into(),
            "Reload the page and try again.".into(),
        ),
        Problem::StoreUnavailable => (
            "The tab's server cannot read or save its records just now.".into(),
            "Try again in a minute. If it stays so, contact the administrator of this tab.".into(),
        ),
        Problem::DiskFull => (
            "The disk of the tab's server is nearly full, so it saves nothing new.".into(),
            "Contact the administrator of this tab, who should free space on it. Whoever is signed in to Jira can go on as long as their access needs no renewal.".into(),
        ),
        Problem::Internal => (
            "Something failed in the tab's server.".into(),
            "Try again. If it stays so, contact the administrator of this tab.".into(),
        ),
    };
    debug_assert!(!detail.contains(['\r', '\n']), "facts are single lines");
    (cause, next)
}
