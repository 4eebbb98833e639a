// Random play of a MuJoCo model without anything around it: the yardstick of `xmrl bench physics`.
// Takes the offsets of the fields that it uses as arguments, so that it needs no header of MuJoCo.
//   physics-loop LIBRARY MODEL THREADS COPIES FRAMES HORIZON FORCES LOW HIGH QPOS QVEL CTRL NQ NV NU SECONDS
// Prints environment steps per second on the clock and per second of processor time: controls, FRAMES steps of the engine, contact forces if FORCES, resets.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef void (*Call)(const void*, void*);

static void* model;
static Call step, forward, reset, forces;
static void* (*makeData)(const void*);
static int copies, frames, horizon, withForces, nq, nv, nu;
static long qposAt, qvelAt, ctrlAt;
static double low, high, seconds;

typedef struct { double clock, processor; } Rate;

static double now(clockid_t kind) {
  struct timespec time;
  clock_gettime(kind, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static double* array(void* data, long offset) { return *(double**)((char*)data + offset); }

static double uniform(unsigned long long* state) {
  *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
  return (double)(*state >> 11) * (2.0 / 9007199254740992.0) - 1;
}

static void begin(void* data, unsigned long long* state) {
  reset(model, data);
  for (int i = 0; i < nq; i++) array(data, qposAt)[i] += 0.1 * uniform(state);
  for (int i = 0; i < nv; i++) array(data, qvelAt)[i] = 0.1 * uniform(state);
  forward(model, data);
}

static Rate play(void** data, int* ages, unsigned long long* state, double limit) {
  double began = now(CLOCK_MONOTONIC), processor = now(CLOCK_THREAD_CPUTIME_ID), elapsed;
  long steps = 0;
  do {
    for (int c = 0; c < copies; c++) {
      double height = nq > 2 ? array(data[c], qposAt)[2] : 0;
      if (ages[c] == horizon || !(height >= low && height <= high)) {
        begin(data[c], state);
        ages[c] = 0;
      }
      for (int i = 0; i < nu; i++) array(data[c], ctrlAt)[i] = uniform(state);
      for (int i = 0; i < frames; i++) step(model, data[c]);
      if (withForces) forces(model, data[c]);
      ages[c]++;
    }
    steps += copies;
    elapsed = now(CLOCK_MONOTONIC) - began;
  } while (elapsed < limit);
  return (Rate){steps / elapsed, steps / (now(CLOCK_THREAD_CPUTIME_ID) - processor)};
}

static void* work(void* rate) {
  unsigned long long state = 1 + (unsigned long long)(size_t)rate;
  void** data = malloc(copies * sizeof *data);
  int* ages = malloc(copies * sizeof *ages);
  for (int c = 0; c < copies; c++) {
    data[c] = makeData(model);
    ages[c] = horizon;
  }
  play(data, ages, &state, 0.1);
  *(Rate*)rate = play(data, ages, &state, seconds);
  return NULL;
}

int main(int count, char** values) {
  if (count != 17) return 2;
  void* library = dlopen(values[1], RTLD_NOW);
  if (!library) return 3;
  void* (*load)(const char*, const void*, char*, int) = (void* (*)(const char*, const void*, char*, int))dlsym(library, "mj_loadXML");
  makeData = (void* (*)(const void*))dlsym(library, "mj_makeData");
  step = (Call)dlsym(library, "mj_step");
  forward = (Call)dlsym(library, "mj_forward");
  reset = (Call)dlsym(library, "mj_resetData");
  forces = (Call)dlsym(library, "mj_rnePostConstraint");
  char error[1000];
  model = load(values[2], NULL, error, sizeof error);
  if (!model) return 4;
  int threads = atoi(values[3]);
  copies = atoi(values[4]);
  frames = atoi(values[5]);
  horizon = atoi(values[6]);
  withForces = atoi(values[7]);
  low = atof(values[8]);
  high = atof(values[9]);
  qposAt = atol(values[10]);
  qvelAt = atol(values[11]);
  ctrlAt = atol(values[12]);
  nq = atoi(values[13]);
  nv = atoi(values[14]);
  nu = atoi(values[15]);
  seconds = atof(values[16]);
  pthread_t* workers = malloc(threads * sizeof *workers);
  Rate* rates = malloc(threads * sizeof *rates);
  for (int i = 0; i < threads; i++) pthread_create(&workers[i], NULL, work, &rates[i]);
  Rate sum = {0, 0};
  for (int i = 0; i < threads; i++) {
    pthread_join(workers[i], NULL);
    sum.clock += rates[i].clock;
    sum.processor += rates[i].processor / threads;
  }
  printf("%.17g %.17g\n", sum.clock, sum.processor);
  return 0;
}
