using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Environments.Checks;

/// <summary>Checks whole episodes: what they show, that they can be repeated, and that nothing else has a part in them.</summary>
internal static class EpisodeCheck
{
    private const int Alone = 3;

    /// <summary>Plays a task twice from the same key.</summary>
    /// <param name="probe">The environment.</param>
    /// <param name="task">Number of the task.</param>
    public static void Run(EnvironmentProbe probe, int task)
    {
        Dictionary<int, EpisodeRecord>? first = Played();
        if (first is null)
        {
            return;
        }

        string place = $"task {task}, a second time in a new environment";
        const string Alike = "the same bits for the same key and actions";
        probe.RequireAlike(CheckRule.Repeatable, place, Alike, first, Played());

        // Flags that are not written keep what stood there.
        if (!probe.Findings.Has(CheckRule.Repeatable) && Played(flagsBefore: true) is { } marked)
        {
            probe.RequireAlike(
                CheckRule.Unwritten, $"task {task}, where flags were true before the step",
                "terminated, truncated and succeeded to be written at every step", first, marked);
        }

        Dictionary<int, EpisodeRecord>? Played(bool flagsBefore = false)
            => probe.Play(task, EnvironmentCheck.Copies, EnvironmentProbe.All, probe.RandomActions, flagsBefore);
    }

    /// <summary>Plays a task beside others, alone, in another order, after other episodes and beside another task.</summary>
    /// <param name="probe">The environment.</param>
    public static void RunIsolation(EnvironmentProbe probe)
    {
        const string Expected = "the bits that its key and actions alone decide";
        int[] all = EnvironmentProbe.All;
        Dictionary<int, EpisodeRecord>? among = probe.Play(0, all.Length, all, probe.RandomActions);
        probe.RequireAlike(
            CheckRule.Isolation, "task 0, one copy alone against the same among others", Expected, among,
            probe.Play(0, Alone + 1, [Alone], probe.RandomActions));
        probe.RequireAlike(
            CheckRule.Isolation, "task 0, copies in another order", Expected, among,
            probe.Play(0, all.Length, [.. all.Reverse()], probe.RandomActions));
        probe.With(0, all.Length, environment =>
        {
            var player = new EpisodePlayer(environment, probe.Findings);
            if (player.Play(all, probe.Key, probe.RandomActions) is not null
                && player.Play([1, Alone], probe.Key.Derive(RandomPurpose.Other), probe.RandomActions) is not null)
            {
                probe.RequireAlike(
                    CheckRule.Isolation, "task 0, after other episodes of the same copies", Expected, among,
                    player.Play(all, probe.Key, probe.RandomActions));
            }
        });
        probe.With(0, all.Length, environment => probe.With(1, 1, other =>
        {
            var neighbour = new Neighbour(other, probe);
            probe.RequireAlike(
                CheckRule.Isolation, "task 0, while an environment of task 1 makes a step after each of its own", Expected, among,
                new EpisodePlayer(environment, probe.Findings) { Between = neighbour.Step }
                    .Play(all, probe.Key, probe.RandomActions));
        }));
    }

    /// <summary>An environment of one copy that makes a step when it is told to.</summary>
    private sealed class Neighbour(IEnvironment environment, EnvironmentProbe probe)
    {
        private readonly ProbeBuffers _buffers = new(probe.Spec, 1, 0, false);
        private int _step;

        public void Step()
        {
            if (_step == 0)
            {
                environment.Reset([0], probe.Key.Derive(RandomPurpose.Other), _buffers.Observations);
            }

            probe.RandomActions(0, _step++, _buffers.Actions);
            environment.Step([0], _buffers.Actions, _buffers.Result);
            _step = _buffers.Terminated[0] || _buffers.Truncated[0] ? 0 : _step;
        }
    }
}
