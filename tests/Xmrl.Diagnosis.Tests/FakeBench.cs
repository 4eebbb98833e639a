using System.Collections.Immutable;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Diagnosis.Probes;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Tests;

/// <summary>A policy whose scores are given: tasks with x above a half are the kind, which has what a table says for each probe; others
/// have 0.95. Gradients of the kind point against those of others.</summary>
/// <param name="kind">Score of the kind after each probe; 0.05 for probes that are not named.</param>
internal sealed class FakeBench(IReadOnlyDictionary<ProbeName, double> kind) : IDiagnosisBench
{
    private const int FirstAdded = 700_000;

    public static readonly EnvironmentSpec Spec = new()
    {
        Id = "Line-v1",
        RewardVersion = "1",
        ObservationSize = 1,
        ActionSize = 1,
        Horizon = 5,
        TaskParameterNames = ["x"],
        TaskParameterRanges = [new ParameterRange(0, 1)],
        ObservationCentre = [0],
        ObservationScale = [1],
        HasSuccess = true,
        ScoreName = "success rate",
    };

    public List<ProbeName> Trained { get; } = [];

    /// <summary>Scores of a task by the source of the data that it is adapted to; null where adaptation takes no stored data.</summary>
    public Func<string, MdpTask, double>? Stored { get; init; }

    public bool AdaptsToFresh => Stored is null;

    /// <summary>Indices of the validation tasks that joined each training.</summary>
    public List<int[]> Added { get; } = [];

    public long Interactions { get; private set; }

    public AdaptationChange Adaptation => new(20, 1, 1);

    public IReadOnlyList<AdaptationChange> Changes => [Adaptation with { Steps = 2 }, Adaptation with { Trajectories = 80 }];

    public static FailingTasks Tasks(int rareTraining, int suspects = 0)
    {
        MdpTask[] training = [.. Enumerable.Range(0, 40).Select(i => Task(i, i < rareTraining ? 0.6 + (0.009 * i) : 0.4 * i / 40))];
        MdpTask[] validation = [.. Enumerable.Range(0, 40).Select(i => Task(i, i < 10 ? 0.6 + (0.03 * i) : 0.4 * i / 40))];
        double[] scores = [.. validation.Select(task => task.Parameters[0] > 0.5 ? 0.05 : 0.95)];
        return new FailingTasks
        {
            Training = training,
            Validation = validation,
            Selection = scores,
            Measured = scores,
            Poor = [.. Enumerable.Range(0, 10)],
            Suspects = [.. Enumerable.Range(30, suspects)],
            Limit = 0.6,
        };
    }

    public MdpTask Sample(int index) => Task(index, RandomKey.FromSeed(5).Uniform((ulong)index));

    public double[]? ScoreFrom(IReadOnlyList<MdpTask> tasks, string source, CancellationToken token)
        => Stored is null ? null : [.. tasks.Select(task => Stored(source, task))];

    public double[] Score(Real[] parameters, IReadOnlyList<MdpTask> tasks, AdaptationChange adaptation, CancellationToken token)
    {
        Interactions += tasks.Count;
        var probe = adaptation.Trajectories == 80 ? ProbeName.MoreData
            : adaptation.Steps == 2 ? ProbeName.OtherSteps : (ProbeName)(int)parameters[0];
        return
        [
            .. tasks.Select(task => (task.Parameters[0] > 0.5
                    ? Stored is not null && probe == ProbeName.KindAdded && Added[(int)parameters[1]].Contains(task.Index)
                        ? 0
                        : kind.GetValueOrDefault(probe, 0.05)
                    : 0.95)
                + (task.Index % 2 == 0 ? 0.02 : -0.02)),
        ];
    }

    public Real[] Train(Arm arm, CancellationToken token)
    {
        Trained.Add(arm.Probe);
        Interactions += arm.IsLong ? 4000 : 1000;
        Added.Add([.. arm.Tasks.Select(task => task.Task.Index - FirstAdded).Where(index => index >= 0)]);
        return [(Real)(int)arm.Probe, Added.Count - 1];
    }

    public double[][]? Gradients(IReadOnlyList<MdpTask> tasks, RandomKey key, CancellationToken token)
        => [.. tasks.Select(task => task.Parameters[0] > 0.5 ? new double[] { 1, 0.1 } : [-1, 0.1])];

    private static MdpTask Task(int index, double x) => new() { EnvironmentId = Spec.Id, Index = index, Parameters = [x] };
}
