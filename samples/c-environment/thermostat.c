/* An environment for Xmrl in C: a heater keeps a room at zero degrees; how warm it is outside differs from task to task and is not
   observed. One file, C99, no library but that of C and Unix:  cc -O2 -o thermostat thermostat.c
   The protocol stands in docs/external-environments.md. Little-endian machines only. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HELLO = 1, SAMPLE_TASK, OPEN, RESET, STEP, GET_STATE, SET_STATE, CLOSE, BYE, ANSWER = 0x80, FAULT = 0xFF };
enum { TERMINATED = 1, TRUNCATED = 2, SUCCEEDED = 4 };
enum { HEADER = 12, HORIZON = 30, PLACES = 256 };

/* ---- the environment: everything else is the protocol ---- */
typedef struct { double temperature; } room;

static void reset(room *r, uint64_t seed) { (void)seed; r->temperature = 0; }

static float step(room *r, double outside, float heating) {
  r->temperature += (outside + heating - r->temperature) / 5;
  return (float)(-r->temperature * r->temperature);
}

static void hello(void); /* below: what is announced */

/* ---- one environment of the protocol: copies of one task, under a handle ---- */
typedef struct { uint32_t handle, copies; double outside; room *rooms; } place;
static place places[PLACES];

static void fail(const char *text);

static place *find(uint32_t handle) {
  for (int i = 0; i < PLACES; i++)
    if (places[i].rooms && places[i].handle == handle) return &places[i];
  fail("there is no such handle");
  return NULL;
}

/* ---- reading and writing ---- */
static unsigned char *request, *answer;
static size_t request_room, answer_room, answered;

static void *grown(void *memory, size_t *held, size_t wanted) {
  if (wanted <= *held) return memory;
  *held = 2 * wanted;
  memory = realloc(memory, *held);
  if (!memory) { fputs("no memory\n", stderr); exit(1); }
  return memory;
}

/* 0 at the end of the input: Xmrl has ended, and so does this program. */
static int read_all(void *to, size_t count) {
  for (size_t have = 0; have < count;) {
    ssize_t got = read(0, (char *)to + have, count - have);
    if (got <= 0) return 0;
    have += (size_t)got;
  }
  return 1;
}

static void put(const void *from, size_t count) {
  answer = grown(answer, &answer_room, HEADER + answered + count);
  memcpy(answer + HEADER + answered, from, count);
  answered += count;
}

static void put_u8(uint8_t v) { put(&v, 1); }
static void put_u16(uint16_t v) { put(&v, 2); }
static void put_u32(uint32_t v) { put(&v, 4); }
static void put_f32(float v) { put(&v, 4); }
static void put_f64(double v) { put(&v, 8); }
static void put_text(const char *v) { put_u16((uint16_t)strlen(v)); put(v, strlen(v)); }
static uint32_t u32(const unsigned char *at) { uint32_t v; memcpy(&v, at, 4); return v; }
static uint64_t u64(const unsigned char *at) { uint64_t v; memcpy(&v, at, 8); return v; }
static double f64(const unsigned char *at) { double v; memcpy(&v, at, 8); return v; }
static float f32(const unsigned char *at) { float v; memcpy(&v, at, 4); return v; }

static void send_answer(int kind) {
  uint32_t length = (uint32_t)answered;
  answer = grown(answer, &answer_room, HEADER + answered);
  memcpy(answer, "XENV\1", 5);
  answer[5] = (unsigned char)kind;
  answer[6] = answer[7] = 0;
  memcpy(answer + 8, &length, 4);
  for (size_t sent = 0; sent < HEADER + answered;) {
    ssize_t wrote = write(1, answer + sent, HEADER + answered - sent);
    if (wrote <= 0) exit(1);
    sent += (size_t)wrote;
  }
  answered = 0;
}

static void fail(const char *text) {
  answered = 0;
  put(text, strlen(text));
  send_answer(FAULT);
  exit(1);
}

static void hello(void) {
  put_text("CThermostat-v1");
  put_text("negative squared temperature");
  put_u32(HORIZON);
  put_u8(4);  /* abilities: 1 success, 2 sampleTask, 4 states */
  put_u32(1); /* doubles of a state */
  put_u16(1); /* task parameters: name, range */
  put_text("outside"); put_f64(-1); put_f64(1);
  put_u8(1); put_u8(1); put_u32(1); put_f32(-10); put_f32(10); /* observation: Box of shape [1], lower bounds, upper bounds */
  put_u8(1); put_u8(1); put_u32(1); put_f32(-2); put_f32(2);   /* action: the same */
  put_u8(1); put_f64(0); put_f64(1);                           /* normalisation: centres, scales */
}

static void open_place(const unsigned char *p) {
  for (int i = 0; i < PLACES; i++) {
    if (places[i].rooms) continue;
    places[i] = (place){ u32(p), u32(p + 4), f64(p + 12), calloc(u32(p + 4), sizeof(room)) };
    if (!places[i].rooms) fail("no memory");
    return;
  }
  fail("too many environments are open");
}

int main(void) {
  signal(SIGINT, SIG_IGN); /* Ctrl+C stops Xmrl, which stops this program. */
  unsigned char header[HEADER];
  while (read_all(header, HEADER)) {
    if (memcmp(header, "XENV\1", 5) != 0) { fputs("not a request of version 1 of the protocol\n", stderr); return 1; }
    uint32_t length = u32(header + 8);
    request = grown(request, &request_room, length + 1);
    if (!read_all(request, length)) return 0;
    int kind = header[5];
    if (kind == HELLO) {
      hello();
    } else if (kind == OPEN) {
      open_place(request);
    } else if (kind == CLOSE) {
      place *at = find(u32(request));
      free(at->rooms);
      at->rooms = NULL;
    } else if (kind == RESET || kind == STEP || kind == GET_STATE || kind == SET_STATE) {
      place *at = find(u32(request));
      uint32_t count = u32(request + 4);
      const unsigned char *copies = request + 8, *rest = copies + 4 * count;
      for (uint32_t i = 0; i < count; i++)
        if (u32(copies + 4 * i) >= at->copies) fail("there is no such copy");
      if (kind == GET_STATE) {
        for (uint32_t i = 0; i < count; i++) put_f64(at->rooms[u32(copies + 4 * i)].temperature);
        send_answer(kind | ANSWER);
        continue;
      }
      static float *rewards;
      static size_t rewards_room;
      rewards = grown(rewards, &rewards_room, count * sizeof(float));
      for (uint32_t i = 0; i < count; i++) {
        room *r = &at->rooms[u32(copies + 4 * i)];
        if (kind == RESET) reset(r, u64(rest + 8 * i));
        else if (kind == SET_STATE) r->temperature = f64(rest + 8 * count + 8 * i); /* after the seeds, which nothing here needs */
        else rewards[i] = step(r, at->outside, f32(rest + 4 * i));
        put_f32((float)r->temperature);
      }
      if (kind == STEP) {
        put(rewards, count * sizeof(float));
        for (uint32_t i = 0; i < count; i++) put_u8(0); /* never TERMINATED; Xmrl truncates at the horizon */
      } else if (kind == SET_STATE) {
        for (uint32_t i = 0; i < count; i++) put_u8(1); /* feasible */
      }
    } else if (kind != BYE) {
      fail("there is no such request");
    }
    send_answer(kind | ANSWER);
    if (kind == BYE) return 0;
  }
  return 0;
}
