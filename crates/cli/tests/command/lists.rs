use super::output;

#[test]
fn languages() {
    let list = output(&["languages"], "");
    assert_eq!(list.lines().count(), 33);
    let prov = list.lines().find(|line| line.starts_with("prov10 ")).unwrap();
    for word in ["0x0B", "wap-provisioningdoc", "application/vnd.wap.connectivity-wbxml", "Prov"] {
        assert!(prov.contains(word), "{prov}");
    }
}

#[test]
fn completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(output(&["completions", shell], "").contains("to-wbxml"), "{shell}");
    }
}

#[test]
fn manual_pages() {
    assert!(output(&["man"], "").contains(".TH provost 1"));
    assert!(output(&["man", "inspect"], "").contains(".TH provost-inspect 1"));
}
