using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>A walk on a line: x′ = x + 0.1·a, paid direction·a, ten steps; the task is the direction in [−1, 1].</summary>
internal sealed class Line : IEnvironmentFamily
{
    public const int Horizon = 10;

    public EnvironmentSpec Spec { get; init; } = new()
    {
        Id = "Line-v1",
        RewardVersion = "forward",
        ObservationSize = 1,
        ActionSize = 1,
        Horizon = Horizon,
        TaskParameterNames = ["direction"],
        TaskParameterRanges = [new ParameterRange(-1, 1)],
        ObservationCentre = [0],
        ObservationScale = [1],
        ScoreName = "return",
    };

    public MdpTask SampleTask(RandomKey key, int index) => Spec.SampleUniform(key, index);

    public IEnvironment Create(MdpTask task, int copies) => new Walk(Spec, task, copies);

    public double? Distance(MdpTask first, MdpTask second) => Math.Abs(first.Parameters[0] - second.Parameters[0]);

    /// <summary>A data set of random actions, with as many episodes per task.</summary>
    public StoredTasks Stored(MdpTask[] training, int episodes, Func<MdpTask, RandomKey, double>? action = null, double paid = 1)
    {
        TaskBuffer[] buffers = [.. training.Select(task => Buffer(task, episodes, action ?? ((_, key) => (2 * key.Uniform(0)) - 1), paid))];
        BufferEntry[] entries =
        [
            .. Enum.GetValues<BufferSet>().SelectMany(set => buffers.Select((buffer, i) => new BufferEntry
            {
                Set = set,
                Index = buffer.MdpTask.Index,
                Parameters = buffer.MdpTask.Parameters,
                File = $"{set}-{i}",
                Sha256 = "",
                Steps = buffer.Steps,
                Episodes = buffer.Episodes,
                StageReturns = [.. buffer.StageReturns()],
            })),
        ];
        var description = new DataSetDescription
        {
            Format = DataSetDescription.FormatName,
            Version = 1,
            Environment = Spec.Id,
            RewardVersion = Spec.RewardVersion,
            Horizon = Horizon,
            ObservationSize = 1,
            ActionSize = 1,
            ActionChoices = 0,
            ActionLimit = 1,
            Collector = new CollectorEntry { Name = "hand", Settings = [], Seed = 0 },
            ReturnDiscount = 0.99,
            ReturnScale = 1,
            Buffers = [.. entries],
        };
        return new StoredTasks(this, new OfflineDataSet(description, [.. buffers, .. buffers, .. buffers]));
    }

    private static TaskBuffer Buffer(MdpTask task, int episodes, Func<MdpTask, RandomKey, double> action, double paid)
    {
        int n = episodes * Horizon;
        var buffer = new TaskBuffer
        {
            MdpTask = task,
            Observations = new float[n],
            Actions = new float[n],
            Rewards = new float[n],
            EpisodeStarts = [.. Enumerable.Range(0, episodes).Select(j => (long)j * Horizon)],
            Terminated = new byte[episodes],
            FinalObservations = new float[episodes],
        };
        RandomKey key = RandomKey.FromSeed(31).Derive(task.Index);
        for (int j = 0; j < episodes; j++)
        {
            float x = 0;
            for (int t = j * Horizon; t < (j + 1) * Horizon; t++)
            {
                buffer.Observations[t] = x;
                buffer.Actions[t] = (float)Math.Clamp(action(task, key.Derive(t)), -1, 1);
                buffer.Rewards[t] = (float)(paid * task.Parameters[0] * buffer.Actions[t]);
                x += 0.1f * buffer.Actions[t];
            }

            buffer.FinalObservations[j] = x;
        }

        return buffer;
    }

    private sealed class Walk(EnvironmentSpec spec, MdpTask task, int copies) : IEnvironment
    {
        private readonly Real[] _places = new Real[copies];
        private readonly int[] _times = new int[copies];

        public EnvironmentSpec Spec => spec;

        public MdpTask MdpTask => task;

        public int Copies => copies;

        public void Reset(ReadOnlySpan<int> which, RandomKey key, Span<Real> observations)
        {
            foreach (int copy in which)
            {
                (_places[copy], _times[copy]) = (0, 0);
            }

            observations[..which.Length].Clear();
        }

        public void Step(ReadOnlySpan<int> which, ReadOnlySpan<Real> actions, StepResult result)
        {
            for (int i = 0; i < which.Length; i++)
            {
                Real action = Math.Clamp(actions[i], -1, 1);
                result.Observations[i] = _places[which[i]] += (Real)0.1 * action;
                result.Rewards[i] = (Real)task.Parameters[0] * action;
                result.Terminated[i] = false;
                result.Truncated[i] = ++_times[which[i]] == Horizon;
            }
        }
    }
}
