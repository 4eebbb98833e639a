using System.Globalization;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Validation;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Learning;
using Xmrl.Reproduction.Robustness;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>One condition of a study from stored episodes, apart from the seed: the data, MACAW on them, and learners that train online on
/// as many steps.</summary>
internal sealed record StoredConfiguration : IValidated
{
    /// <summary>Id of an environment.</summary>
    public string Environment { get; init; } = BernoulliBanditFamily.Id;

    /// <summary>Who draws the stored steps. Default clipped (robustness, its public code).</summary>
    public CollectorName Collector { get; init; } = CollectorName.Clipped;

    /// <summary>Training tasks, in [2, 10000]. Default 12 (robustness, Figure 3).</summary>
    public int Training { get; init; } = 12;

    /// <summary>Training tasks lie in directions from 0 to so many degrees, in (0, 360]; 360 where tasks have no angle. Default
    /// 360.</summary>
    public double Sector { get; init; } = StudyTaskSettings.AllDegrees;

    /// <summary>Test tasks, in [2, 10000]. Default 20 (robustness, its public code).</summary>
    public int Test { get; init; } = 20;

    /// <summary>Stored steps of every training task, in [2, 100000000]. Default 5,000 (robustness, Figure 3).</summary>
    public int TrainingSteps { get; init; } = 5000;

    /// <summary>Stored steps of every test task, in [2, 100000000]. Default 5,000 (robustness, its public code).</summary>
    public int TestSteps { get; init; } = 5000;

    /// <summary>Episodes of a test task that a policy adapts to where no buffer is given, in [1, 10000]. Default 5 (ours: as many pulls as
    /// a test task's buffer has).</summary>
    public int OwnEpisodes { get; init; } = 5;

    /// <summary>Episodes that score a policy on a task with mean actions, and as many with sampled ones, in [1, 10000]. Default
    /// 1.</summary>
    public int ScoredEpisodes { get; init; } = 1;

    /// <summary>Rounds in which MACAW collects its data itself, in [0, 1000]; 0 for no such training. Default 0.</summary>
    public int OnlineRounds { get; init; }

    /// <summary>The policy that collects, and that of MAML.</summary>
    public PolicySettings Policy { get; init; } = new();

    /// <summary>MACAW. meta.validations is the number of evaluations on the test tasks; they decide nothing.</summary>
    public required MetaSettings Meta { get; init; }

    /// <summary>MAML, which trains online; null for none.</summary>
    public MetaSettings? Online { get; init; }

    /// <summary>MACAW.</summary>
    internal Macaw Macaw => Meta.Learner as Macaw ?? new Macaw();

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(2, 10_000).Check(nameof(Training), Training),
        .. NumberRange.OpenClosed(0, StudyTaskSettings.AllDegrees).Check(nameof(Sector), Sector),
        .. NumberRange.Closed(2, 10_000).Check(nameof(Test), Test),
        .. NumberRange.Closed(2, 100_000_000).Check(nameof(TrainingSteps), TrainingSteps),
        .. NumberRange.Closed(2, 100_000_000).Check(nameof(TestSteps), TestSteps),
        .. NumberRange.Closed(1, 10_000).Check(nameof(OwnEpisodes), OwnEpisodes),
        .. NumberRange.Closed(1, 10_000).Check(nameof(ScoredEpisodes), ScoredEpisodes),
        .. NumberRange.Closed(0, 1000).Check(nameof(OnlineRounds), OnlineRounds),
        .. Meta.Learner is not Macaw macaw
            ? [new ValidationError("Meta.Learner", "macaw", Meta.Learner.Card.Key)]
            : macaw.TasksPerOuterStep > Training
            ? [Wrong("Meta.TasksPerOuterStep", $"at most training = {Training}", macaw.TasksPerOuterStep)]
            : macaw.Rows > Math.Min(TrainingSteps, TestSteps)
            ? [Wrong("Meta.Rows", $"at most the {Math.Min(TrainingSteps, TestSteps)} steps of a buffer", macaw.Rows)]
            : macaw.AdaptFrom != AdaptSource.Buffer
            ? [new ValidationError("Meta.AdaptFrom", "Buffer; the other sources are scored beside it", macaw.AdaptFrom.ToString())]
            : OnlineRounds > 0 && Meta.Iterations % OnlineRounds > 0
            ? [Wrong(nameof(OnlineRounds), $"a divisor of meta.iterations = {Meta.Iterations}", OnlineRounds)]
            : OnlineRounds > 0 && macaw.Rows > TrainingSteps / OnlineRounds
            ? [Wrong(nameof(OnlineRounds), $"rounds of at least meta.rows = {macaw.Rows} steps per task", OnlineRounds)]
            : Array.Empty<ValidationError>(),
        .. Online is null or { Learner: Maml } ? Array.Empty<ValidationError>()
            : [new ValidationError("Online.Learner", "maml", Online.Learner.Card.Key)],
    ];

    private static ValidationError Wrong(string path, string expected, int found)
        => new(path, expected, found.ToString(CultureInfo.InvariantCulture));
}
