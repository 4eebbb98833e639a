#!/usr/bin/env bash
# Builds the site, artifacts/site/index.html: the documents and the reference of all public types. A broken link, a heading that is not
# there or an unknown cross-reference fails it. The libraries must have been built: their assemblies and comments are what is read.
set -euo pipefail
root="$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
# shellcheck source=eng/prepare.sh
. "$root/eng/prepare.sh"
cd "$root"
prepare_environment
require_sdk
bin="$root/artifacts/float/bin"
stage="$root/artifacts/site-source"
log="$root/artifacts/site.log"

[ -f "$bin/Xmrl.Cli/release/Xmrl.Cli.dll" ] || stop "The libraries are not built: dotnet build Xmrl.slnx -c Release"
dotnet tool restore >"$log" 2>&1 || { cat "$log"; stop "docfx could not be restored; the lines above say why."; }

rm -rf "$stage"
mkdir -p "$stage/assemblies" "$stage/references"
find "$bin/Xmrl.Cli/release" -maxdepth 1 -name '*.dll' ! -name 'Xmrl.*' -exec cp {} "$stage/references/" \;
cp eng/site/docfx.json eng/site/toc.yml eng/site/logo.svg "$stage/"
for project in src/*/; do
  name="$(basename "$project")"
  if [ "$name" != Xmrl.Cli ] && [ -f "$bin/$name/release/$name.xml" ]; then
    cp "$bin/$name/release/$name.dll" "$bin/$name/release/$name.xml" "$stage/assemblies/"
  fi
done

# Documents keep their folders. What they link to comes along; a link to a folder is left as text.
find README.md CONTRIBUTING.md CHANGELOG.md docs results -name '*.md' | while IFS= read -r document; do
  folder="$(dirname "$document")"
  mkdir -p "$stage/$folder"
  cp "$document" "$stage/$document"
  { grep -oE '\]\([^)# ]+' "$document" || true; } | sed 's/^](//' | sort -u | while IFS= read -r target; do
    case "$target" in *://* | mailto:* | *.md) continue ;; esac
    file="$(realpath -m --relative-to="$root" "$folder/$target")"
    if [ -d "$file" ]; then
      sed -i "s|\[\([^]]*\)\]($target)|\1|g" "$stage/$document"
    elif [ -f "$file" ]; then
      mkdir -p "$stage/$(dirname "$file")"
      cp "$file" "$stage/$file"
    fi
  done
done
# A whole report to open at once, where the page is built.
page="$root/src/Xmrl.Dashboard/web/dist/report.html"
mkdir -p "$stage/docs/sample"
if [ -f "$page" ] && command -v node >/dev/null; then
  node eng/site/sample.mjs "$page" docs/sample/report.json "$stage/docs/sample/report.html"
else
  echo "The report page is not built: ./xmrl builds it." >"$stage/docs/sample/report.html"
fi
sed -i 's|^`report.html`|[The report](report.html)|' "$stage/docs/sample/README.md"
mv "$stage/README.md" "$stage/index.md"
find "$stage" -name '*.md' -exec sed -i 's|\](\([^):]*\)README\.md|](\1index.md|g' {} +
find "$stage/docs" "$stage/results" -name 'README.md' | while IFS= read -r document; do mv "$document" "${document%README.md}index.md"; done

# entry FILE: a page in the list beside the documents, named by its heading.
entry() { printf '  - name: "%s"\n    href: %s\n' "$(sed -n 's/^# //p;T;q' "$stage/docs/$1")" "$1"; }
contents() {
  listed=" "
  while IFS= read -r line; do
    case "$line" in
      '') ;;
      *.md) if [ -f "$stage/docs/$line" ]; then entry "$line"; listed="$listed$line "; fi ;;
      *) printf -- '- name: "%s"\n  items:\n' "$line" ;;
    esac
  done <eng/site/pages.txt
  (cd "$stage/docs" && find . -name '*.md' | sed 's|^\./||' | sort) | while IFS= read -r page; do
    case "$listed" in *" $page "*) ;; *) entry "$page" ;; esac
  done
}
contents >"$stage/docs/toc.yml"

build() { cd "$stage" && dotnet tool run docfx metadata docfx.json && dotnet tool run docfx build docfx.json --warningsAsErrors; }
(build) >"$log" 2>&1 </dev/null || {
  grep -iE 'warning|error|fatal' "$log" || cat "$log"
  stop "The site has broken links or references."
}
rm -rf "$root/artifacts/site"
mv "$stage/site" "$root/artifacts/site"
