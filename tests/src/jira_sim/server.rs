//! Start and stop of a simulated Jira, and its routes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use super::answer::complete_answer;
use super::browser::{authorize, login, pages, token_list};
use super::clock::SimClock;
use super::connection::{ConnectionCutter, CuttableListener};
use super::fault::apply_fault;
use super::model::issue::Issue;
use super::model::project::Project;
use super::oauth::signature::VerificationKey;
use super::oauth::{access_token, request_token};
use super::options::SimOptions;
use super::request_log::log_request;
use super::rest::{attachments, icons, myself, routes as rest_routes, server_info};
use super::state::{Link, Shared, State};

const STOP_TIMEOUT: Duration = Duration::from_secs(3);

/// A running Jira. Stops when it is dropped.
pub struct JiraSim {
    pub(super) shared: Arc<Shared>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
}

/// Why a simulated Jira did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be bound.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] std::io::Error),
    /// The credential of the named consumer is no RSA public key in PEM.
    #[error("the public key of consumer '{0}' is not an RSA public key in PEM format")]
    PublicKey(String),
    /// The context path is neither empty nor of the form `/name`.
    #[error("the context path '{0}' has to be empty or begin with '/' and not end with it")]
    ContextPath(String),
}

impl JiraSim {
    /// Starts a Jira for a test.
    ///
    /// # Panics
    /// When it cannot start; see [`JiraSim::try_start`].
    pub async fn start(options: SimOptions) -> Self {
        Self::try_start(options)
            .await
            .expect("the simulator of Jira starts")
    }

    /// Starts a Jira.
    ///
    /// # Errors
    /// When the address cannot be bound, a public key cannot be read or the context path is wrong.
    pub async fn try_start(options: SimOptions) -> Result<Self, StartError> {
        let context_path = options.context_path.clone();
        let is_path = context_path.starts_with('/') && !context_path.ends_with('/');
        if !(context_path.is_empty() || is_path) || context_path.contains(['{', '}', '?', '#', '*'])
        {
            return Err(StartError::ContextPath(context_path));
        }
        let links = read_links(&options)?;
        let listener = TcpListener::bind(options.listen)
            .await
            .map_err(|err| StartError::Listen(options.listen, err))?;
        let address = listener
            .local_addr()
            .map_err(|err| StartError::Listen(options.listen, err))?;
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::new(Shared {
            base_url: format!("http://{address}{context_path}"),
            context_path,
            connector_origin: options.connector_origin,
            signature_methods: options.signature_methods,
            request_token_ttl: options.request_token_ttl,
            access_token_ttl: options.access_token_ttl,
            session_ttl: options.session_ttl,
            clock: SimClock::default(),
            stopped: stopped.clone(),
            released: Semaphore::new(0),
            state: Mutex::new(State {
                version: "9.12.15".to_owned(),
                deployment_type: "Server".to_owned(),
                links,
                users: options.users,
                projects: all_projects(options.projects, &options.issues),
                issues: options.issues,
                filters: options.filters,
                ..State::default()
            }),
        });
        let server = tokio::spawn(serve(listener, Arc::clone(&shared), stopped));
        Ok(Self {
            shared,
            address,
            stop,
            server: Some(server),
        })
    }

    /// Address with context path and without a trailing slash, such as `http://127.0.0.1:2990/jira`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops and waits until the address is free again.
    pub async fn stop(mut self) {
        self.shut_down().await;
    }

    /// Stops as [`JiraSim::stop`] does and keeps what it knows, for tests that go on.
    pub async fn shut_down(&mut self) {
        self.stop.send_replace(true);
        let Some(mut server) = self.server.take() else {
            return;
        };
        if tokio::time::timeout(STOP_TIMEOUT, &mut server)
            .await
            .is_err()
        {
            server.abort();
        }
    }
}

impl Drop for JiraSim {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// The projects, and those that only have issues.
fn all_projects(mut projects: Vec<Project>, issues: &[Issue]) -> Vec<Project> {
    for issue in issues {
        if projects.iter().all(|it| it.key != issue.project_key()) {
            let (key, name) = (issue.project_key(), &issue.project_name);
            projects.push(Project::new(key, name, &issue.reporter));
        }
    }
    projects
}

fn read_links(options: &SimOptions) -> Result<Vec<Link>, StartError> {
    let read = |consumer: &super::Consumer| {
        let key = VerificationKey::from_credential(&consumer.credential)
            .ok_or_else(|| StartError::PublicKey(consumer.key.clone()))?;
        Ok(Link {
            consumer: consumer.clone(),
            key,
        })
    };
    options.consumers.iter().map(read).collect()
}

async fn serve(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let service = routes(&shared).into_make_service_with_connect_info::<ConnectionCutter>();
    let stop = async move {
        // An error means that the simulator is gone, which ends the server as well.
        let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
    };
    let served = axum::serve(CuttableListener(listener), service)
        .with_graceful_shutdown(stop)
        .await;
    served.expect("axum's accept loop does not fail");
}

fn routes(shared: &Arc<Shared>) -> Router {
    let root = &shared.context_path;
    let at = |path: &str| format!("{root}{path}");
    let mut router = Router::new()
        .route(&at("/"), get(pages::to_dashboard))
        .route(&at("/status"), get(pages::status))
        .route(
            &at("/plugins/servlet/oauth/request-token"),
            post(request_token::issue),
        )
        .route(
            &at("/plugins/servlet/oauth/access-token"),
            post(access_token::exchange),
        )
        .route(
            &at("/plugins/servlet/oauth/authorize"),
            get(authorize::show).post(authorize::decide),
        )
        .route(
            &at("/plugins/servlet/oauth/users/access-tokens"),
            get(token_list::show).post(token_list::revoke),
        )
        .route(&at("/login.jsp"), get(login::show).post(login::log_in))
        .route(&at("/logout"), get(login::log_out))
        .route(&at("/secure/Logout!default.jspa"), get(login::log_out))
        .route(&at("/secure/Dashboard.jspa"), get(pages::dashboard))
        .route(&at("/browse/{key}"), get(pages::issue))
        .route(&at("/secure/viewavatar"), get(icons::show))
        .route(&at("/secure/useravatar"), get(icons::show))
        .route(&at("/secure/projectavatar"), get(icons::show))
        .route(
            &at("/secure/attachment/{id}/{name}"),
            get(attachments::show),
        )
        .route(&at("/secure/thumbnail/{id}/{name}"), get(attachments::show))
        .route(&at("/images/icons/priorities/{name}"), get(icons::show))
        .route(&at("/rest/api/2/serverInfo"), get(server_info::show))
        .route(&at("/rest/api/2/myself"), get(myself::show))
        .route(&at("/rest/{*path}"), any(rest_routes::answer))
        .fallback(pages::not_found);
    if !root.is_empty() {
        router = router.route(root, get(pages::to_dashboard));
    }
    router
        .layer(from_fn_with_state(Arc::clone(shared), complete_answer))
        .layer(from_fn_with_state(Arc::clone(shared), apply_fault))
        .layer(from_fn_with_state(Arc::clone(shared), log_request))
        .with_state(Arc::clone(shared))
}
