#!/usr/bin/env bash
# Prints the rows of a layout table (src/Xmrl.MuJoCo/Native/EngineLayouts.cs) for one version of MuJoCo.
# Needs a C compiler and MuJoCo's headers (Debian: libmujoco-dev), which are not part of this repository.
#   eng/mujoco-layout.sh /usr/include
set -euo pipefail
headers="${1:?Name the folder that holds mujoco/mujoco.h.}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cat >"$folder/layout.c" <<'C'
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <mujoco/mujoco.h>
#include <mujoco/mjxmacro.h>

static void row(const char* name, size_t offset, const char* type, const char* rows, int columns) {
  const char* kind = !strcmp(type, "mjtNum") ? "Number" : !strcmp(type, "int") ? "Integer" : !strcmp(type, "mjtByte") ? "Byte" : NULL;
  if (kind) printf("        new(\"%s\", %zu, FieldKind.%s, %s%s%s, %d),\n", name, offset, kind, *rows ? "\"" : "", *rows ? rows : "null", *rows ? "\"" : "", columns);
}

// What the engine computes with; the rest is for drawing.
static int isPhysics(const char* name) {
  const char* prefixes[] = {"qpos", "body_", "jnt_", "dof_", "geom_", "actuator_"};
  const char* others[] = {"_user", "_group", "_matid", "_rgba", "_dataid"};
  for (int i = 0; i < 5; i++) if (strstr(name, others[i])) return 0;
  for (int i = 0; i < 6; i++) if (!strncmp(name, prefixes[i], strlen(prefixes[i]))) return 1;
  return 0;
}

// Sizes of the arrays and of the memory that one copy takes.
static int isSize(const char* name) {
  const char* names[] = {"nq", "nv", "nu", "na", "nbody", "njnt", "ngeom", "nM", "njmax", "nconmax", "nstack"};
  for (int i = 0; i < 11; i++) if (!strcmp(name, names[i])) return 1;
  return 0;
}

static int isUsed(const char* name) {
  const char* names[] = {"maxuse_stack", "maxuse_con", "maxuse_efc", "nefc", "ncon", "time", "qpos", "qvel", "qacc_warmstart", "ctrl", "qacc", "xpos", "cfrc_ext"};
  for (int i = 0; i < 13; i++) if (!strcmp(name, names[i])) return 1;
  return 0;
}

int main(void) {
  printf("mjModel of %d\n", mjVERSION_HEADER);
#define X(name) if (isSize(#name)) row(#name, offsetof(mjModel, name), "int", "", 1);
  MJMODEL_INTS
#undef X
#define X(type, name) row("opt." #name, offsetof(mjModel, opt) + offsetof(mjOption, name), #type, "", 1);
  MJOPTION_SCALARS
#undef X
#define X(name, columns) row("opt." #name, offsetof(mjModel, opt) + offsetof(mjOption, name), "mjtNum", "", columns);
  MJOPTION_VECTORS
#undef X
#undef MJ_M
#define MJ_M(n) 0
#define X(type, name, rows, columns) if (isPhysics(#name)) row(#name, offsetof(mjModel, name), #type, #rows, columns);
  MJMODEL_POINTERS
#undef X
  printf("mjData\n");
#define X(type, name) if (isUsed(#name)) row(#name, offsetof(mjData, name), #type, "", 1);
  MJDATA_SCALAR
#undef X
  row("warning", offsetof(mjData, warning), "int", "", 2 * mjNWARNING);
#define X(type, name, rows, columns) if (isUsed(#name)) row(#name, offsetof(mjData, name), #type, #rows, columns);
  MJDATA_POINTERS
#undef X
  printf("mjVFS: filesize %zu, filedata %zu, size %zu\n", offsetof(mjVFS, filesize), offsetof(mjVFS, filedata), sizeof(mjVFS));
  return 0;
}
C
"${CC:-cc}" -I"$headers" -o "$folder/layout" "$folder/layout.c"
"$folder/layout"
