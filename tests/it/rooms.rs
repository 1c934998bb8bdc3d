//! The order of the rooms: each imports only from rooms before it, and no files import each other in
//! a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the source to the reader. `cli` belongs to the binary and may use them all.
const ORDER: [&str; 22] = [
    "error",
    "document",
    "storage",
    "extract",
    "corpus",
    "text",
    "embedding",
    "sketch",
    "seeds",
    "similarity",
    "index",
    "paraphrase",
    "cluster",
    "detector",
    "align",
    "diff",
    "scan",
    "dedup",
    "report",
    "eval",
    "cli",
    "main",
];

/// A module path below the crate, such as `["text", "outline"]`.
type Module = Vec<String>;

/// The modules of a folder of sources, with their imports.
#[derive(Default)]
struct Sources {
    /// For each module the paths that its `use` items name, outside of tests.
    imports: BTreeMap<Module, Vec<Module>>,
    /// For each module the names that it re-exports, and their paths.
    exports: BTreeMap<Module, BTreeMap<String, Module>>,
}

impl Sources {
    fn read(src: &Path) -> Self {
        let mut sources = Self::default();
        for path in files(src) {
            let module = module_of(path.strip_prefix(src).expect("it was found there"));
            // A stub has the name of the module whose place it takes, with `_stub` behind it.
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            let file = syn::parse_file(&text).expect("sources are Rust");
            let children = children(&file);
            let mut imports = Vec::new();
            for item in &file.items {
                let syn::Item::Use(item) = item else { continue };
                let mut paths = Vec::new();
                flatten(&item.tree, &mut Vec::new(), &mut paths);
                let is_export = !matches!(item.vis, syn::Visibility::Inherited);
                for path in paths {
                    let Some(path) = absolute(path, &module, &children) else { continue };
                    if let (true, Some(name)) = (is_export, path.last()) {
                        let exports = sources.exports.entry(module.clone()).or_default();
                        exports.insert(name.clone(), path.clone());
                    }
                    if !is_export || path.first() != module.first() {
                        imports.push(path);
                    }
                }
            }
            sources.imports.insert(module, imports);
        }
        sources
    }

    /// The module that defines what a path names: re-exports are followed.
    fn definition(&self, path: &[String]) -> Option<Module> {
        let known = (1..=path.len()).rev().find(|&len| self.imports.contains_key(&path[..len]))?;
        let (module, rest) = path.split_at(known);
        let export = rest.first().and_then(|name| self.exports.get(module)?.get(name));
        match export {
            Some(target) if target != path => self.definition(target),
            _ => Some(module.to_vec()),
        }
    }

    /// For each module the modules that define what it imports.
    fn graph(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let targets =
            |imports: &[Module]| imports.iter().filter_map(|path| self.definition(path)).collect();
        self.imports.iter().map(|(module, imports)| (module, targets(imports))).collect()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let files = paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

fn module_of(file: &Path) -> Module {
    let stem = file.with_extension("");
    let mut names: Module =
        stem.iter().map(|name| name.to_str().expect("names are ASCII").to_owned()).collect();
    if names.last().is_some_and(|name| name == "mod" || name == "lib") {
        names.pop();
    }
    names
}

/// Names of the modules that a file declares.
fn children(file: &syn::File) -> BTreeSet<String> {
    let modules = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    });
    modules.collect()
}

/// All paths of a `use` tree, by the names of the items and not by their aliases.
fn flatten(tree: &syn::UseTree, prefix: &mut Module, into: &mut Vec<Module>) {
    match tree {
        syn::UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, into);
            prefix.pop();
        }
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| flatten(tree, prefix, into));
        }
        syn::UseTree::Name(name) => into.push([&prefix[..], &[name.ident.to_string()]].concat()),
        syn::UseTree::Rename(name) => into.push([&prefix[..], &[name.ident.to_string()]].concat()),
        syn::UseTree::Glob(_) => into.push(prefix.clone()),
    }
}

/// A path from the root of the crate; `None` if it leads out of the crate.
fn absolute(path: Module, module: &Module, children: &BTreeSet<String>) -> Option<Module> {
    let mut base = module.clone();
    let mut names = path.into_iter().peekable();
    match names.peek()?.as_str() {
        "crate" | "leitong" => {
            base.clear();
            names.next();
        }
        "self" => drop(names.next()),
        "super" => {
            while names.next_if(|name| name == "super").is_some() {
                base.pop();
            }
        }
        child if children.contains(child) => {}
        _ => return None,
    }
    base.extend(names.filter(|name| name != "self"));
    Some(base)
}

/// The modules of a circle of imports that `module` is in, if it is in one.
fn circle(module: &Module, graph: &BTreeMap<&Module, BTreeSet<Module>>) -> Option<Vec<Module>> {
    let mut open = vec![vec![module.clone()]];
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop() {
        for next in graph.get(&path[path.len() - 1]).into_iter().flatten() {
            if next == module && path.len() > 1 {
                return Some(path);
            }
            if seen.insert(next.clone()) {
                open.push([&path[..], std::slice::from_ref(next)].concat());
            }
        }
    }
    None
}

fn sources() -> Sources {
    Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

#[test]
fn no_room_imports_from_one_behind_it() {
    let mut seen = 0;
    let place = |module: &Module| {
        ORDER.iter().position(|room| Some(*room) == module.first().map(String::as_str))
    };
    for (module, imports) in &sources().imports {
        let Some(at) = place(module) else {
            assert!(module.is_empty(), "{module:?} is in no room of ORDER");
            continue;
        };
        for import in imports {
            let Some(used_at) = place(import) else { continue };
            assert!(used_at <= at, "{} imports {}", module.join("::"), import.join("::"));
            seen += usize::from(used_at < at);
        }
    }
    assert!(seen > 300, "only {seen} imports were seen");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    let graph = sources.graph();
    for module in graph.keys() {
        if let Some(circle) = circle(module, &graph) {
            let names: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
            panic!("a circle of imports: {}", names.join(" -> "));
        }
    }
}

#[test]
fn use_trees_are_read_in_full() {
    let tree: syn::ItemUse = syn::parse_quote!(
        use crate::{
            text::{Content, words as cut},
            sketch::*,
        };
    );
    let mut paths = Vec::new();
    flatten(&tree.tree, &mut Vec::new(), &mut paths);
    let names: Vec<String> = paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(names, ["crate::text::Content", "crate::text::words", "crate::sketch"]);
    let module = ["scan", "run"].map(String::from).to_vec();
    let sibling = ["super", "unit", "Unit"].map(String::from).to_vec();
    assert_eq!(
        absolute(sibling, &module, &BTreeSet::new()).map(|path| path.join("::")).as_deref(),
        Some("scan::unit::Unit")
    );
}
