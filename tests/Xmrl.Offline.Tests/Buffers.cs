using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Tests;

/// <summary>Small buffers by hand.</summary>
internal static class Buffers
{
    /// <summary>Two observations, one action, horizon 4.</summary>
    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Toy-v1",
        RewardVersion = "plain",
        ObservationSize = 2,
        ActionSize = 1,
        Horizon = 4,
        TaskParameterNames = ["goal"],
        TaskParameterRanges = [new ParameterRange(-1, 1)],
        ObservationCentre = [0, 0],
        ObservationScale = [1, 1],
        ScoreName = "return",
    };

    public static EnvironmentSpec Choices { get; } = Spec with { Id = "ToyChoices-v1", ActionChoices = 3 };

    public static DataSetForm Form { get; } = new(Spec, 1);

    /// <summary>Three episodes: of 3 steps, terminated; of 4, cut; of 2, cut. Rewards 0, 1, 2, …</summary>
    public static TaskBuffer Of(double goal = 0.5, int index = 0, EnvironmentSpec? spec = null) => new()
    {
        MdpTask = new MdpTask { EnvironmentId = (spec ?? Spec).Id, Index = index, Parameters = [goal] },
        Observations = [.. Enumerable.Range(0, 18).Select(i => i / 2f)],
        Actions = [.. Enumerable.Range(0, 9).Select(t => spec is null ? (t / 8f) - 0.5f : t % 3)],
        Rewards = [.. Enumerable.Range(0, 9).Select(t => (float)t)],
        EpisodeStarts = [0, 3, 7],
        Terminated = [1, 0, 0],
        FinalObservations = [10, 11, 20, 21, 30, 31],
        PolicyNumbers = [0, 0, 1],
    };

    /// <summary>A complete set of two training tasks and one of the others.</summary>
    public static DataSetDescription Store(string folder)
    {
        (BufferSet Set, TaskBuffer Buffer)[] all =
        [
            (BufferSet.Training, Of(0.5)), (BufferSet.Training, Of(-0.5, 1)), (BufferSet.Validation, Of(0.25)), (BufferSet.Test, Of(0)),
        ];
        Directory.CreateDirectory(folder);
        for (int i = 0; i < all.Length; i++)
        {
            BufferFile.Write(Path.Combine(folder, BufferFile.NameOf(i)), all[i].Buffer, Form, "by hand");
        }

        return OfflineDataSet.Complete(
            folder, Form, new CollectorEntry { Name = "hand", Settings = ["steps=9"], Seed = 3 }, all);
    }
}
