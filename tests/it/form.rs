//! The form of the code: measures of `src/`, and their bounds.
//!
//! `cargo test --test it form -- --nocapture` prints all measures. The bounds hold what is reached.

use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// What is counted in all files.
#[derive(Debug, Default)]
struct Form {
    /// Lines of each function outside of tests.
    functions: Vec<usize>,
    /// Closures that are bound by `let`.
    let_closures: usize,
    parameters: usize,
    tuple_parameters: usize,
    /// Parameters of a bare integer type.
    integer_parameters: usize,
    /// Public items, and those of them whose documentation has an example.
    public_items: usize,
    examples: usize,
    lines: usize,
    /// Lines that begin with `//` and are no documentation.
    reasons: usize,
    long_lines: usize,
    /// Files of at least 60 lines, and those of them with tests of their own.
    files: usize,
    tested_files: usize,
}

impl Form {
    fn add_file(&mut self, path: &Path) {
        let text = fs::read_to_string(path).expect("sources are UTF-8");
        let file = syn::parse_file(&text).expect("sources are Rust");
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let lines = code.lines().count();
        self.lines += lines;
        let is_reason = |line: &&str| line.trim_start().starts_with("// ");
        self.reasons += code.lines().filter(is_reason).count();
        self.long_lines += text.lines().filter(|line| line.chars().count() > 100).count();
        if lines >= 60 {
            self.files += 1;
            self.tested_files += usize::from(code.len() < text.len());
        }
        self.visit_file(&file);
    }

    fn add_documentation(&mut self, visibility: &syn::Visibility, attributes: &[syn::Attribute]) {
        if matches!(visibility, syn::Visibility::Public(_)) {
            self.public_items += 1;
            let is_example = |attribute: &syn::Attribute| quote_of(attribute).contains("```");
            self.examples += usize::from(attributes.iter().any(is_example));
        }
    }

    fn add_signature(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (start, end) = (signature.span().start().line, block.span().end().line);
        self.functions.push(end - start + 1);
        for input in &signature.inputs {
            let syn::FnArg::Typed(input) = input else { continue };
            self.parameters += 1;
            self.tuple_parameters += usize::from(is_tuple(&input.ty));
            self.integer_parameters += usize::from(is_integer(&input.ty));
        }
    }

    fn quantile(&self, share: f64) -> usize {
        let mut lengths = self.functions.clone();
        lengths.sort_unstable();
        #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
        let at = ((lengths.len() - 1) as f64 * share).round() as usize;
        lengths[at]
    }

    fn per(count: usize, of: usize, scale: f64) -> f64 {
        count as f64 * scale / of.max(1) as f64
    }
}

impl<'ast> Visit<'ast> for Form {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let is_test = module.attrs.iter().any(|attribute| quote_of(attribute).contains("test"));
        if !is_test {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add_documentation(&function.vis, &function.attrs);
        self.add_signature(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add_documentation(&function.vis, &function.attrs);
        self.add_signature(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.add_documentation(&item.vis, &item.attrs);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.add_documentation(&item.vis, &item.attrs);
        visit::visit_item_enum(self, item);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let value = local.init.as_ref().map(|init| &*init.expr);
        self.let_closures += usize::from(matches!(value, Some(syn::Expr::Closure(_))));
        visit::visit_local(self, local);
    }
}

fn is_tuple(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Tuple(tuple) => !tuple.elems.is_empty(),
        syn::Type::Reference(reference) => is_tuple(&reference.elem),
        _ => false,
    }
}

fn is_integer(ty: &syn::Type) -> bool {
    let syn::Type::Path(path) = ty else { return false };
    let name = path.path.get_ident().map(ToString::to_string).unwrap_or_default();
    ["u8", "u16", "u32", "u64", "u128", "usize", "i32", "i64", "i128", "isize"]
        .contains(&name.as_str())
}

/// The text of an attribute, as far as it is needed to tell attributes apart.
fn quote_of(attribute: &syn::Attribute) -> String {
    match &attribute.meta {
        syn::Meta::NameValue(value) => match &value.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
            _ => String::new(),
        },
        syn::Meta::List(list) => list.tokens.to_string(),
        syn::Meta::Path(_) => String::new(),
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let files = paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

#[test]
fn the_code_keeps_its_form() {
    let mut form = Form::default();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        form.add_file(&path);
    }
    let functions = form.functions.len();
    let longest = form.quantile(1.0);
    let let_closures = Form::per(form.let_closures, functions, 100.0);
    let integers = Form::per(form.integer_parameters, form.parameters, 100.0);
    let reasons = Form::per(form.reasons, form.lines, 1000.0);
    let examples = Form::per(form.examples, form.public_items, 100.0);
    let tested = Form::per(form.tested_files, form.files, 100.0);
    println!("lines {}, functions {functions}", form.lines);
    let [median, most, nearly_all] = [0.5, 0.9, 0.99].map(|share| form.quantile(share));
    println!("function lines: median {median}, 90 % {most}, 99 % {nearly_all}, longest {longest}");
    println!("closures bound by let, per 100 functions: {let_closures:.1}");
    println!("tuple parameters: {}; bare integers: {integers:.1} %", form.tuple_parameters);
    println!("reason comments per 1,000 lines: {reasons:.1}");
    println!("examples per 100 public items: {examples:.1}");
    println!("files of 60 lines or more with tests of their own: {tested:.0} %");
    println!("lines above 100 characters: {}", form.long_lines);
    assert!(longest <= 60, "the longest function has {longest} lines");
    assert!(let_closures <= 4.0, "{let_closures} of 100 functions bind a closure by let");
    assert!(form.tuple_parameters <= 3, "{} parameters are tuples", form.tuple_parameters);
    assert!(integers <= 13.0, "{integers} % of the parameters are bare integers");
    assert!(examples >= 10.0, "{examples} of 100 public items have an example");
    assert!(reasons >= 5.0, "{reasons} lines of 1,000 are comments that give reasons");
    assert!(tested >= 65.0, "{tested} % of the files of 60 lines or more have tests of their own");
}
