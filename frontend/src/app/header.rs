//! The bar at the top: the name and the two settings.

use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    state::{Action, Theme},
};
use crate::{
    i18n::{Key, Lang},
    share::show_keys,
};

/// What the bar is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// Where changes go.
    pub dispatch: Dispatch,
}

/// The bar.
#[component]
pub(super) fn Header(props: &Props) -> Html {
    let Props { lang, theme, dispatch } = props;
    let languages = Lang::ALL.map(|choice| {
        html! {
            <button type="button" lang={choice.tag()} aria-pressed={(choice == *lang).to_string()}
                aria-label={choice.name()} title={choice.name()}
                onclick={dispatch_on(dispatch, Action::SetLang(choice))}>
                { choice.short_name() }
            </button>
        }
    });
    let themes = Theme::ALL.map(|choice| {
        let name = theme_name(choice).get(*lang);
        html! {
            <button type="button" class="icon" aria-pressed={(choice == *theme).to_string()} aria-label={name} title={name}
                onclick={dispatch_on(dispatch, Action::SetTheme(choice))}>
                <svg viewBox="0 0 20 20" aria-hidden="true"><path d={theme_icon(choice)} /></svg>
            </button>
        }
    });
    let keys = {
        let (lang, dispatch) = (*lang, dispatch.clone());
        Callback::from(move |_: MouseEvent| show_keys(lang, &dispatch))
    };
    html! {
        <header class="bar">
            <h1 class="brand">
                <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
                    <path class="logo-box" d="M5 13v11a3 3 0 0 0 3 3h16a3 3 0 0 0 3-3V13" />
                    <path class="logo-arrow" d="M16 21V5m-5.5 5.5L16 5l5.5 5.5" />
                </svg>
                { "Escapade" }
            </h1>
            <p class="tagline">{ Key::Tagline.get(*lang) }</p>
            <button type="button" class="keys-button" aria-haspopup="dialog" aria-label={Key::Keys.get(*lang)} title={Key::Keys.get(*lang)} onclick={keys}>
                { "?" }
            </button>
            <div class="switch" role="group" aria-label={Key::Language.get(*lang)}>{ for languages }</div>
            <div class="switch" role="group" aria-label={Key::Theme.get(*lang)}>{ for themes }</div>
        </header>
    }
}

/// What a theme is called.
pub(crate) fn theme_name(theme: Theme) -> Key {
    match theme {
        Theme::System => Key::ThemeSystem,
        Theme::Light => Key::ThemeLight,
        Theme::Dark => Key::ThemeDark,
    }
}

fn theme_icon(theme: Theme) -> &'static str {
    match theme {
        // A screen, a sun, a moon.
        Theme::System => "M3 4h14v9H3Zm5 12h4m-2-3v3",
        Theme::Light => {
            "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1"
        }
        Theme::Dark => "M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z",
    }
}
