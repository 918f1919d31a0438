//! The pictures of `docs/`: `JIRA_TAB_SCREENSHOTS=1 cargo test -p tests --test it screenshots`.

use super::{
    browser::Browser,
    small_png::smaller,
    states::{Words, for_each_page},
    teams_states::for_each_page_in_teams,
};
use fantoccini::Locator;
use serde_json::json;
use std::{cell::RefCell, env, fmt::Write as _, fs, path::Path};

/// What each picture's name ends with, the theme and the width.
const VARIANTS: [(&str, &str, u32); 4] = [
    ("light", "default", 800),
    ("dark", "dark", 800),
    ("contrast", "contrast", 800),
    ("narrow", "default", 320),
];

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/screenshots");
/// What all pictures may have together.
const LIMIT_BYTES: usize = 7_000_000;

/// The contact sheet while it is written.
struct Sheet {
    text: String,
    bytes: usize,
}

#[tokio::test]
async fn screenshots_are_made_when_asked_for() {
    if env::var_os("JIRA_TAB_SCREENSHOTS").is_none_or(|value| value != "1") {
        return;
    }
    let states = Path::new(FOLDER).join("states");
    if states.exists() {
        fs::remove_dir_all(&states).unwrap();
    }
    fs::create_dir_all(&states).unwrap();
    let sheet = RefCell::new(Sheet {
        text: "# Every page of the tab, in every state\n\n\
               `make screenshots` takes these pictures and writes this page: each state in the light, \
               the dark and the high contrast theme, and in a window of 320 pixels.\n"
            .to_owned(),
        bytes: 0,
    });

    sheet.borrow_mut().start_table("In Microsoft Teams");
    for_each_page_in_teams(Words::Usual, async |browser, page| {
        add_pictures(&sheet, browser, "teams-", page).await;
    })
    .await;
    sheet.borrow_mut().start_table("At one machine");
    let browser = Browser::open().await;
    for_each_page(&browser, Words::Usual, async |page| {
        add_pictures(&sheet, &browser, "", page).await;
    })
    .await;

    let Sheet { text, bytes } = sheet.into_inner();
    fs::write(Path::new(FOLDER).join("README.md"), text).unwrap();
    assert!(bytes < LIMIT_BYTES, "{bytes} bytes");
}

impl Sheet {
    fn start_table(&mut self, heading: &str) {
        write!(
            self.text,
            "\n## {heading}\n\n| state | light | dark | high contrast | 320 pixels |\n|---|---|---|---|---|\n"
        )
        .unwrap();
    }
}

async fn add_pictures(sheet: &RefCell<Sheet>, browser: &Browser, prefix: &str, page: &str) {
    let name = page.replace(", ", "-").replace(' ', "-");
    browser.point_at_nothing().await;
    // The scroll bar, which a picture does not show, is no part of the width.
    browser
        .devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true }))
        .await;
    let mut row = format!("| {page} |");
    let mut bytes = 0;
    for (ending, theme, width) in VARIANTS {
        let set = format!("document.documentElement.dataset.theme = '{theme}'");
        browser.script(&set).await;
        let picture = smaller(&picture(browser, width).await);
        let file = format!("states/{prefix}{name}-{ending}.png");
        write!(
            row,
            " <img src=\"{file}\" alt=\"{page}, {ending}\" width=\"240\"> |"
        )
        .unwrap();
        bytes += picture.len();
        fs::write(Path::new(FOLDER).join(file), picture).unwrap();
    }
    // The next page has the width that people have.
    browser.resize(1280, 900).await;
    let mut sheet = sheet.borrow_mut();
    sheet.text += &row;
    sheet.text.push('\n');
    sheet.bytes += bytes;
}

/// A picture as high as the page, or as the dialog on it: of the frame, inside Teams.
async fn picture(browser: &Browser, width: u32) -> Vec<u8> {
    browser.resize(width, 200).await;
    browser.until_true(&format!("innerWidth === {width}")).await;
    let height = "const heights = [...document.querySelectorAll('main, dialog[open]')] \
                      .map(it => it.getBoundingClientRect().height + (it.localName === 'main' ? 0 : 48)); \
                  return Math.ceil(Math.max(...heights))";
    let height = browser.script(height).await.as_u64().expect("pixels");
    let height = u32::try_from(height).expect("a page that fits");
    if browser.script("return window === top").await == true {
        browser.resize(width, height).await;
        return browser.client.screenshot().await.unwrap();
    }
    browser.client.enter_parent_frame().await.unwrap();
    let bar = "return Math.ceil(document.querySelector('iframe').getBoundingClientRect().top)";
    let bar = browser.script(bar).await.as_u64().expect("pixels");
    let bar = u32::try_from(bar).expect("a bar that fits");
    browser.resize(width, height + bar).await;
    let frame = browser.client.find(Locator::Css("iframe")).await.unwrap();
    let picture = frame.screenshot().await.unwrap();
    browser.client.enter_frame(0).await.unwrap();
    picture
}
