//! What the bot answers. Disconnecting is signing out, asked once; the tab and the bot do it by the
//! same code.

use super::{Bound, Failure, Instance, sign_out::SignOutOf};
use crate::bot::{Answer, Command, Event, Offer, escape};
use app::error::Problem;

const NOT_CONNECTED: &str = "You are not connected to any Jira at the moment.";

const COMMANDS: &str = "\
- **connect** opens your Jira tab, where you connect to Jira\n\
- **status** says which Jira you are connected to, and as whom\n\
- **disconnect** signs you out of Jira, here and in the tab\n\
- **help** shows this list";

impl Bound {
    /// What the bot answers to `event`, if anything.
    pub(crate) async fn answer(&self, event: Event) -> Option<Answer> {
        let answer = match event {
            Event::Said(command) => self.obey(command).await.map(Some),
            Event::SaidAmongOthers => Ok(Some(Answer::new(
                "I answer in your personal chat with me only: open it and write **help** there.",
            ))),
            Event::Installed => self.welcome().await,
            Event::Removed => self.part().await.map(|()| None),
            Event::Other => Ok(None),
        };
        answer.unwrap_or_else(|Failure(problem)| Some(self.apologise(problem)))
    }

    async fn obey(&self, command: Command) -> Result<Answer, Failure> {
        match command {
            Command::Help => Ok(Answer::new(format!(
                "I belong to your Jira tab. You can write:\n\n{COMMANDS}"
            ))),
            Command::Unknown => Ok(Answer::new(format!(
                "I do not know what that means. You can write:\n\n{COMMANDS}"
            ))),
            Command::Connect => self.offer_tab().await,
            Command::Status => self.report().await,
            Command::Disconnect => self.ask_to_disconnect().await,
            Command::Yes => self.disconnect().await,
            Command::Cancel => self.keep().await,
        }
    }

    async fn offer_tab(&self) -> Result<Answer, Failure> {
        let connections = self.connections().await?;
        let text = if connections.is_empty() {
            "Open your Jira tab and press **Sign in to Jira** there.".to_owned()
        } else {
            format!(
                "You are connected to {}. In your Jira tab you can connect to another Jira.",
                join(connections.iter().map(Connection::words))
            )
        };
        Ok(Answer::new(text).offering(Offer::OpenTab))
    }

    async fn report(&self) -> Result<Answer, Failure> {
        let connections = self.connections().await?;
        Ok(if connections.is_empty() {
            Answer::new(NOT_CONNECTED).offering(Offer::OpenTab)
        } else {
            let connections = join(connections.iter().map(Connection::words));
            Answer::new(format!("You are connected to {connections}."))
        })
    }

    async fn ask_to_disconnect(&self) -> Result<Answer, Failure> {
        let connections = self.connections().await?;
        if connections.is_empty() {
            return Ok(Answer::new(NOT_CONNECTED));
        }
        let named = connections.iter().map(|it| it.instance.id.clone());
        let mut records = self.tab.change(&self.caller).await?;
        records
            .person
            .chat
            .ask(named.collect(), self.tab.clock.now_s());
        records.commit().await?;
        Ok(Answer::new(format!(
            "Do you want to disconnect from {}? The access that you allowed is deleted here at \
             once, for your Jira tab too. Reply **yes** or **cancel**.",
            join(connections.iter().map(Connection::words))
        ))
        .offering(Offer::YesOrCancel))
    }

    async fn disconnect(&self) -> Result<Answer, Failure> {
        let Some(asked) = self.take_question().await? else {
            return Ok(Answer::new(
                "There is no question to answer. To disconnect from Jira write **disconnect**.",
            ));
        };
        let mut left = Vec::new();
        // Only what the question named: the person may have connected to another Jira since.
        for id in &asked {
            left.extend(self.delete_grants(SignOutOf::One(id)).await?);
        }
        if left.is_empty() {
            return Ok(Answer::new(NOT_CONNECTED));
        }
        let names = join(left.iter().map(|instance| bold(&instance.name)));
        let lists = left.iter().map(|instance| {
            let url = instance.client.authorized_applications_url();
            format!("[your list in {}]({url})", escape(&instance.name))
        });
        Ok(Answer::new(format!(
            "You are disconnected from {names}. The access was deleted here. To revoke it in Jira \
             too, open {}.",
            join(lists)
        )))
    }

    async fn keep(&self) -> Result<Answer, Failure> {
        Ok(Answer::new(match self.take_question().await? {
            Some(_) => "Nothing was changed: you stay connected.",
            None => "There is nothing to cancel.",
        }))
    }

    async fn take_question(&self) -> Result<Option<Vec<String>>, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        let named = records.person.chat.take_question(self.tab.clock.now_s());
        records.commit().await?;
        Ok(named)
    }

    /// Says hello, once for each installation.
    async fn welcome(&self) -> Result<Option<Answer>, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        if std::mem::replace(&mut records.person.chat.welcomed, true) {
            return Ok(None);
        }
        records.commit().await?;
        let text = format!(
            "Hello. Your Jira tab shows the Jira issues that are assigned to you, here in Teams. To \
             begin, open it and press **Sign in to Jira**. It works with the Jiras that your administrator \
             has set up for it; if yours is missing there, ask your administrator to add it.\n\n\
             I can help you from here. You can write:\n\n{COMMANDS}"
        );
        Ok(Some(Answer::new(text).offering(Offer::OpenTab)))
    }

    /// The bot was removed: the talk begins anew if it comes back.
    async fn part(&self) -> Result<(), Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        records.person.chat = crate::chat::Chat::default();
        Ok(records.commit().await?)
    }

    fn apologise(&self, problem: Problem) -> Answer {
        let error = self.error(problem);
        Answer::new(format!(
            "{} {} For your administrator: request {}.",
            error.cause, error.next_step, self.request_id
        ))
    }

    /// What the person is connected to; the Jira used last comes first.
    async fn connections(&self) -> Result<Vec<Connection<'_>>, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        let mut connections = Vec::new();
        for instance in self.connected_instances(&person).await? {
            // Signed out in the tab just now?
            if let Some(grant) = self.tab.load_grant(&self.caller, &instance.id).await? {
                connections.push(Connection {
                    instance,
                    display_name: grant.account.display_name,
                });
            }
        }
        Ok(connections)
    }
}

/// A Jira, and whose account there.
struct Connection<'a> {
    instance: &'a Instance,
    display_name: String,
}

impl Connection<'_> {
    fn words(&self) -> String {
        let name = bold(&self.instance.name);
        format!("{name} as {}", escape(&self.display_name))
    }
}

fn bold(name: &str) -> String {
    format!("**{}**", escape(name))
}

fn join(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(" and ")
}
