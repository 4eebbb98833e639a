using Xmrl.Environments.BernoulliBandit;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>Ten arms and 1,000 pulls, with stored pulls of arms that are drawn evenly.</summary>
internal static class BanditData
{
    public const int Arms = 10;

    public const int Pulls = 1000;

    /// <summary>A data set of two episodes per task.</summary>
    /// <param name="sizes">Tasks of the training, validation and test set.</param>
    /// <param name="halves">Whether the first five arms pay more than half of the time and the others less, so that tasks have something in
    /// common; otherwise arms are independent, and a bandit with negated rewards is a bandit like any other.</param>
    /// <param name="negated">Places of training tasks whose rewards are negated.</param>
    public static StoredTasks Even((int Training, int Validation, int Test) sizes, bool halves = false, params int[] negated)
    {
        var family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = Arms, Pulls = Pulls });
        (BufferSet Set, TaskBuffer Buffer)[] all =
        [
            .. Buffers(BufferSet.Training, sizes.Training), .. Buffers(BufferSet.Validation, sizes.Validation),
            .. Buffers(BufferSet.Test, sizes.Test),
        ];
        var description = new DataSetDescription
        {
            Format = DataSetDescription.FormatName,
            Version = 1,
            Environment = family.Spec.Id,
            RewardVersion = family.Spec.RewardVersion,
            Horizon = Pulls,
            ObservationSize = 1,
            ActionSize = 1,
            ActionChoices = Arms,
            ActionLimit = 1,
            Collector = new CollectorEntry { Name = "even", Settings = [], Seed = 0 },
            ReturnDiscount = 0.99,
            ReturnScale = 1,
            Buffers =
            [
                .. all.Select((entry, i) => new BufferEntry
                {
                    Set = entry.Set,
                    Index = entry.Buffer.MdpTask.Index,
                    Parameters = entry.Buffer.MdpTask.Parameters,
                    File = BufferFile.NameOf(i),
                    Sha256 = "",
                    Steps = entry.Buffer.Steps,
                    Episodes = entry.Buffer.Episodes,
                    StageReturns = [.. entry.Buffer.StageReturns()],
                }),
            ],
        };
        return new StoredTasks(family, new OfflineDataSet(description, [.. all.Select(entry => entry.Buffer)]));

        IEnumerable<(BufferSet, TaskBuffer)> Buffers(BufferSet set, int count) => Enumerable.Range(0, count).Select(i => (
            set, Buffer(
                Task(family.SampleTask(RandomKey.FromSeed(11).Derive((int)set), i)),
                set == BufferSet.Training && negated.Contains(i) ? -1 : 1)));

        MdpTask Task(MdpTask task) => halves
            ? task with { Parameters = [.. task.Parameters.Select((rate, arm) => (rate / 2) + (arm < Arms / 2 ? 0.5 : 0))] }
            : task;
    }

    private static TaskBuffer Buffer(MdpTask task, float paid)
    {
        const int Steps = 2 * Pulls;
        RandomKey key = RandomKey.FromSeed(12).Derive((ulong)BitConverter.DoubleToInt64Bits(task.Parameters[0]));
        float[] actions = [.. Enumerable.Range(0, Steps).Select(t => (float)key.Derive(0).Integer((ulong)t, Arms))];
        return new TaskBuffer
        {
            MdpTask = task,
            Observations = [.. Enumerable.Repeat(1f, Steps)],
            Actions = actions,
            Rewards = [.. actions.Select((arm, t) => key.Derive(1).Uniform((ulong)t) < task.Parameters[(int)arm] ? paid : 0)],
            EpisodeStarts = [0, Pulls],
            Terminated = [0, 0],
            FinalObservations = [1, 1],
        };
    }
}
