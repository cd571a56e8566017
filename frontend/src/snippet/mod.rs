//! The dialog that gives an author the markup of a widget: options on one
//! side, the text to paste on the other.
//!
//! A native `<dialog>`: the browser keeps the focus in it, closes it with
//! Escape and gives the focus back.

pub mod text;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use self::text::{Choices, Form, exported, snippet};
use crate::{
    app::{
        header::theme_name,
        state::{Analysed, Theme},
    },
    editor::marks::findings,
    i18n::{Key, Lang, ui},
    panes::copy::CopyButton,
};

/// What button and dialog are given.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The program and what is known about it.
    pub analysed: Option<Analysed>,
    /// The name of the file in the editor.
    pub file: Rc<str>,
}

/// The button, and the dialog that it opens.
#[component]
pub fn Snippet(props: &Props) -> Html {
    let open = use_state_eq(|| false);
    let dialog = use_node_ref();
    use_effect_with(*open, {
        let dialog = dialog.clone();
        move |open| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|_| *open) {
                let _ = dialog.show_modal();
            }
        }
    });
    let Some(analysed) = props.analysed.clone() else { return Html::default() };
    let lang = props.lang;
    let show = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(true))
    };
    let closed = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(false))
    };
    html! {
        <>
            <button type="button" onclick={show} aria-haspopup="dialog">{ Key::Snippet.get(lang) }</button>
            <dialog ref={dialog} class="snippet" aria-labelledby="snippet-title" onclose={closed}>
                if *open {
                    <Contents {lang} {analysed} file={props.file.clone()} />
                }
            </dialog>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ContentsProps {
    lang: Lang,
    analysed: Analysed,
    file: Rc<str>,
}

/// What is in the dialog while it is open.
#[component]
fn Contents(props: &ContentsProps) -> Html {
    let ContentsProps { lang, analysed, file } = props;
    let lang = *lang;
    let choices = use_state_eq(Choices::default);
    let text = made(&choices, analysed, file, lang);
    let change = |apply: fn(&mut Choices, &web_sys::EventTarget)| {
        let choices = choices.clone();
        Callback::from(move |event: Event| {
            if let Some(target) = event.target() {
                let mut next = (*choices).clone();
                apply(&mut next, &target);
                choices.set(next);
            }
        })
    };
    let forms = Form::ALL.map(|form| (ui::form(lang, form), form == choices.form));
    let themes = Theme::ALL.map(|theme| (theme_name(theme).get(lang), theme == choices.theme));
    let page = (Key::SnippetPageLang.get(lang), choices.lang.is_none());
    let langs = Lang::ALL.map(|l| (l.name(), choices.lang == Some(l)));
    let langs = [langs[0], langs[1], page];
    let selects = [
        (Key::SnippetFor, &forms[..], change(|c, t| c.form = Form::ALL[chosen(t).min(2)])),
        (Key::Theme, &themes[..], change(|c, t| c.theme = Theme::ALL[chosen(t).min(2)])),
        (Key::Language, &langs[..], change(|c, t| c.lang = Lang::ALL.get(chosen(t)).copied())),
    ];
    let fields = [
        (Key::SnippetLines, &choices.lines, change(|c, t| c.lines = written(t))),
        (Key::SnippetHighlight, &choices.highlight, change(|c, t| c.highlight = written(t))),
    ];
    let switches = [
        (Key::SnippetVerdicts, choices.verdicts, change(|c, t| c.verdicts = checked(t))),
        (Key::SnippetQuiz, choices.quiz, change(|c, t| c.quiz = checked(t))),
        (Key::SnippetReadonly, choices.readonly, change(|c, t| c.readonly = checked(t))),
        (Key::SnippetNoInlining, choices.no_inlining, change(|c, t| c.no_inlining = checked(t))),
    ];
    let selects = selects.into_iter().map(|(key, options, onchange)| {
        let options = options.iter().map(|&(name, selected)| html! { <option {selected}>{ name }</option> });
        html! { <label>{ key.get(lang) }<select {onchange}>{ for options }</select></label> }
    });
    let fields = fields.into_iter().map(|(key, value, onchange)| {
        html! { <label>{ key.get(lang) }<input type="text" placeholder="3-12, 15" value={value.clone()} {onchange} /></label> }
    });
    let switches = switches.into_iter().map(|(key, checked, onchange)| {
        html! { <label><input type="checkbox" {checked} {onchange} />{ key.get(lang) }</label> }
    });
    html! {
        <form method="dialog">
            <h2 id="snippet-title">{ Key::Snippet.get(lang) }</h2>
            <div class="snippet-options">{ for selects }{ for fields }</div>
            <div class="snippet-switches">{ for switches }</div>
            <label class="snippet-text">
                { Key::SnippetText.get(lang) }
                <textarea readonly=true rows="9" spellcheck="false" value={text.clone()} />
            </label>
            <div class="snippet-tools">
                <a href={lang.pick("embed/index.html", "embed/zh.html")} target="_blank">{ Key::SnippetGuide.get(lang) }</a>
                <CopyButton {lang} {text} />
                <button type="submit">{ Key::Close.get(lang) }</button>
            </div>
        </form>
    }
}

/// The text for the program that the last report is about.
fn made(choices: &Choices, analysed: &Analysed, file: &str, lang: Lang) -> String {
    let home = web_sys::window().and_then(|w| w.document()?.base_uri().ok().flatten()).unwrap_or_default();
    let home = home.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let Some(file) = crate::files::find(&analysed.files, file) else { return String::new() };
    let mut program = file.text.to_string();
    if choices.verdicts {
        let marks =
            findings(&analysed.report, analysed.number(&file.name), &program, choices.lang.unwrap_or(lang)).marks;
        let words: Vec<_> = marks.into_iter().map(|mark| (mark.line, mark.text)).collect();
        program = exported(&program, &words);
    }
    let title = Key::SnippetTitle.get(choices.lang.unwrap_or(lang));
    snippet(choices, &home, &program, title, |text| js_sys::encode_uri_component(text).into())
}

/// Which option is chosen.
fn chosen(target: &web_sys::EventTarget) -> usize {
    target.unchecked_ref::<HtmlSelectElement>().selected_index().try_into().unwrap_or(0)
}

fn written(target: &web_sys::EventTarget) -> String {
    target.unchecked_ref::<HtmlInputElement>().value()
}

fn checked(target: &web_sys::EventTarget) -> bool {
    target.unchecked_ref::<HtmlInputElement>().checked()
}
