use tests::TestApp;

#[tokio::test]
async fn the_first_page_is_the_connect_form() {
    let app = TestApp::spawn().await;
    let page = reqwest::get(app.url()).await.unwrap().text().await.unwrap();
    assert!(page.contains("Jira ID or Jira base URL"));
}
