//! The ledger in words.

use analyzer_core::report::HeapSite;

use super::Lang;
use crate::app::ledger::Total;

/// What a function allocates each time it is called.
pub fn total(lang: Lang, total: Total) -> String {
    if total.is_nothing() {
        return lang.pick("allocates nothing", "不分配内存").into();
    }
    let mut text = amount(lang, total.least, total.most, total.bytes);
    if total.in_loops > 0 {
        let n = total.in_loops;
        text += &lang.pick(format!("; {n} in a loop"), format!("；其中 {n} 处在循环中"));
    }
    text
}

/// What it was before the last edit that changed it.
pub fn before(lang: Lang, before: Total) -> String {
    lang.pick(format!("before your edit: {}", total(lang, before)), format!("修改前：{}", total(lang, before)))
}

/// What one place allocates.
pub fn site(lang: Lang, site: &HeapSite) -> String {
    let amount = amount(lang, site.least, site.most, site.bytes);
    if !site.in_loop {
        return amount;
    }
    // A space stands between Chinese and a number only.
    let gap = if amount.starts_with(|c: char| c.is_ascii_digit()) { " " } else { "" };
    lang.pick(format!("{amount}, each round"), format!("每轮{gap}{amount}"))
}

fn amount(lang: Lang, least: u32, most: Option<u32>, bytes: Option<u64>) -> String {
    let objects = match most {
        Some(most) if most == least => {
            let plural = if most == 1 { "" } else { "s" };
            lang.pick(format!("{most} object{plural}"), format!("{most} 个对象"))
        }
        Some(most) if least == 0 => {
            let plural = if most == 1 { "" } else { "s" };
            lang.pick(format!("up to {most} object{plural}"), format!("至多 {most} 个对象"))
        }
        Some(most) => lang.pick(format!("{least} to {most} objects"), format!("{least} 到 {most} 个对象")),
        None if least == 0 => lang.pick("objects as the run has it", "对象个数取决于运行时").into(),
        None => {
            let plural = if least == 1 { "" } else { "s" };
            lang.pick(format!("at least {least} object{plural}"), format!("至少 {least} 个对象"))
        }
    };
    match bytes {
        Some(bytes) => lang.pick(format!("{objects}, {bytes} B"), format!("{objects}，{bytes} 字节")),
        None => objects,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::assert_translated, *};

    fn both(what: Total) {
        assert_translated("total", &total(Lang::En, what), &total(Lang::Zh, what));
        assert_translated("before", &before(Lang::En, what), &before(Lang::Zh, what));
    }

    #[test]
    fn totals_say_how_sure_they_are() {
        let of = |least, most, bytes, in_loops| Total { least, most, bytes, in_loops };
        for (t, en) in [
            (of(0, Some(0), Some(0), 0), "allocates nothing"),
            (of(1, Some(1), Some(8), 0), "1 object, 8 B"),
            (of(2, Some(2), None, 1), "2 objects; 1 in a loop"),
            (of(0, Some(1), Some(16), 0), "up to 1 object, 16 B"),
            (of(1, Some(3), None, 0), "1 to 3 objects"),
            (of(1, None, None, 0), "at least 1 object"),
            (of(0, None, None, 0), "objects as the run has it"),
        ] {
            both(t);
            assert_eq!(total(Lang::En, t), en);
        }
    }

    #[test]
    fn sites_in_loops_count_each_round() {
        let place = HeapSite { location: 0, least: 1, most: Some(1), bytes: Some(8), in_loop: true };
        assert_eq!(site(Lang::En, &place), "1 object, 8 B, each round");
        assert_eq!(site(Lang::Zh, &place), "每轮 1 个对象，8 字节");
        assert_eq!(site(Lang::Zh, &HeapSite { least: 0, ..place }), "每轮至多 1 个对象，8 字节");
    }
}
