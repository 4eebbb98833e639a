#!/usr/bin/env bash
# Prints the table of one version of MuJoCo for src/Xmrl.MuJoCo/Layouts: where the fields lie that are used.
# Needs a C compiler and MuJoCo's headers, of 2.2.2 or of 3.3.0 and later, which are not part of this repository.
#   eng/mujoco-layout.sh /usr/include >src/Xmrl.MuJoCo/Layouts/2.2.2.txt
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

#define COUNT(names) (int)(sizeof names / sizeof *names)

static const char* kindOf(const char* type) {
  const char* kinds[][2] = {
    {"mjtNum", "Number"}, {"int", "Integer"}, {"mjtByte", "Byte"}, {"mjtBool", "Byte"}, {"mjtSize", "Size"}, {"size_t", "Size"},
  };
  for (int i = 0; i < COUNT(kinds); i++) if (!strcmp(type, kinds[i][0])) return kinds[i][1];
  return NULL;
}

static void row(const char* structure, const char* name, size_t offset, const char* type, const char* rows, int columns) {
  const char* kind = kindOf(type);
  if (kind) printf("%s %s %zu %s %s%s%d\n", structure, name, offset, kind, rows, *rows ? " " : "", columns);
}

// What the engine computes with; the rest is for drawing.
static int isPhysics(const char* name) {
  const char* prefixes[] = {"qpos", "body_", "jnt_", "dof_", "geom_", "actuator_"};
  const char* others[] = {"_user", "_group", "_matid", "_rgba", "_dataid", "_plugin", "_bvh", "_aabb", "_history", "_delay", "_interval"};
  for (int i = 0; i < COUNT(others); i++) if (strstr(name, others[i])) return 0;
  for (int i = 0; i < COUNT(prefixes); i++) if (!strncmp(name, prefixes[i], strlen(prefixes[i]))) return 1;
  return 0;
}

// Sizes of the arrays and of the memory that one copy takes.
static int isSize(const char* name) {
  const char* names[] = {"nq", "nv", "nu", "nactuator", "nout", "na", "nbody", "njnt", "ngeom", "nM", "njmax", "nconmax", "nstack", "narena"};
  for (int i = 0; i < COUNT(names); i++) if (!strcmp(name, names[i])) return 1;
  return 0;
}

static int isUsed(const char* name) {
  const char* names[] = {
    "maxuse_stack", "maxuse_arena", "maxuse_con", "maxuse_efc", "nefc", "ncon", "time", "qpos", "qvel", "qacc_warmstart", "ctrl", "qacc",
    "xpos", "cfrc_ext",
  };
  for (int i = 0; i < COUNT(names); i++) if (!strcmp(name, names[i])) return 1;
  return 0;
}

// What a robot needs that a mocap body leads by a weld: Meta-World, which is defined for one version of the engine.
static int isLed(const char* name) {
  const char* names[] = {
    "nmocap", "neq", "nsite", "eq_type", "eq_obj1id", "eq_data", "mocap_pos", "mocap_quat", "xquat", "site_xpos", "site_xmat", "geom_xpos",
    "geom_xmat",
  };
  if (mjVERSION_HEADER >= 300) return 0;
  for (int i = 0; i < COUNT(names); i++) if (!strcmp(name, names[i])) return 1;
  return 0;
}

static void option(const char* name, size_t offset, const char* type, int columns) {
  char full[100];
  snprintf(full, sizeof full, "opt.%s", name);
  row("model", full, offsetof(mjModel, opt) + offset, type, "", columns);
}

int main(void) {
  printf("version %d\n", mjVERSION_HEADER);

  // Before 3 the text of a model is copied into a table of the struct; since then a function takes it.
#if mjVERSION_HEADER < 300
  printf("files %zu %zu %zu\n", sizeof(mjVFS), offsetof(mjVFS, filesize), offsetof(mjVFS, filedata));
  printf("struct %zu\n", sizeof(mjModel));
#else
  printf("files %zu\n", sizeof(mjVFS));
#endif

#define WARNING(name) printf("warning " #name " %d\n", mjWARN_##name);
  WARNING(INERTIA) WARNING(CONTACTFULL) WARNING(CNSTRFULL) WARNING(BADQPOS) WARNING(BADQVEL) WARNING(BADQACC) WARNING(BADCTRL)

#ifndef MJMODEL_SIZES
#define MJMODEL_SIZES MJMODEL_INTS
#endif
#define X(name) if (isSize(#name) || isLed(#name)) row("model", #name, offsetof(mjModel, name), sizeof(((mjModel*)NULL)->name) == 8 ? "mjtSize" : "int", "", 1);
  MJMODEL_SIZES
#undef X

#ifdef MJOPTION_FIELDS
#define X(type, name, columns) option(#name, offsetof(mjOption, name), #type, columns);
#define XVEC X
  MJOPTION_FIELDS
#undef X
#undef XVEC
#else
#define X(type, name) option(#name, offsetof(mjOption, name), #type, 1);
  MJOPTION_SCALARS
#undef X
#define X(name, columns) option(#name, offsetof(mjOption, name), "mjtNum", columns);
  MJOPTION_VECTORS
#undef X
#endif

#undef MJ_M
#define MJ_M(n) 0
#define X(type, name, rows, columns) if (isPhysics(#name) || isLed(#name)) row("model", #name, offsetof(mjModel, name), #type, #rows, columns);
  MJMODEL_POINTERS
#undef X

#define X(type, name) if (isUsed(#name)) row("data", #name, offsetof(mjData, name), #type, "", 1);
  MJDATA_SCALAR
#undef X
  row("data", "warning", offsetof(mjData, warning), "int", "", sizeof(((mjData*)NULL)->warning) / sizeof(int));
#define X(type, name, rows, columns) if (isUsed(#name) || isLed(#name)) row("data", #name, offsetof(mjData, name), #type, #rows, columns);
  MJDATA_POINTERS
#undef X
  return 0;
}
C
"${CC:-cc}" -I"$headers" -o "$folder/layout" "$folder/layout.c"
"$folder/layout"
