using System.Globalization;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Validation;
using Xmrl.Offline.Learning;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>One condition of the study's bandits, apart from the seed: the data, MACAW on them, and a learner that trains online on as many
/// steps.</summary>
internal sealed record BanditConfiguration : IValidated
{
    /// <summary>Id of a Bernoulli bandit.</summary>
    public string Environment { get; init; } = BernoulliBanditFamily.Id;

    /// <summary>Training tasks, in [2, 10000]. Default 12 (robustness, Figure 3).</summary>
    public int Training { get; init; } = 12;

    /// <summary>Test tasks, in [2, 10000]. Default 20 (robustness, its public code).</summary>
    public int Test { get; init; } = 20;

    /// <summary>Stored steps of every training task, in [2, 100000000]. Default 5,000 (robustness, Figure 3).</summary>
    public int TrainingSteps { get; init; } = 5000;

    /// <summary>Stored steps of every test task, in [2, 100000000]. Default 5,000 (robustness, its public code).</summary>
    public int TestSteps { get; init; } = 5000;

    /// <summary>Episodes of a test task that a policy adapts to where no buffer is given, in [1, 10000]. Default 5 (ours: as many pulls as
    /// a test task's buffer has).</summary>
    public int OwnEpisodes { get; init; } = 5;

    /// <summary>The policy that collects, and that of the learner online.</summary>
    public PolicySettings Policy { get; init; } = new();

    /// <summary>MACAW. meta.validations is the number of evaluations on the test tasks; they decide nothing.</summary>
    public required MetaSettings Meta { get; init; }

    /// <summary>The learner that trains online.</summary>
    public required MetaSettings Online { get; init; }

    /// <summary>MACAW.</summary>
    internal Macaw Macaw => Meta.Learner as Macaw ?? new Macaw();

    /// <summary>Sizes of the task sets; the validation task, which a data set has, is not used.</summary>
    internal TaskSettings Tasks => new() { Training = Training, Validation = 1, Test = Test };

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(2, 10_000).Check(nameof(Training), Training),
        .. NumberRange.Closed(2, 10_000).Check(nameof(Test), Test),
        .. NumberRange.Closed(2, 100_000_000).Check(nameof(TrainingSteps), TrainingSteps),
        .. NumberRange.Closed(2, 100_000_000).Check(nameof(TestSteps), TestSteps),
        .. NumberRange.Closed(1, 10_000).Check(nameof(OwnEpisodes), OwnEpisodes),
        .. Meta.Learner is not Macaw macaw
            ? [new ValidationError("Meta.Learner", "macaw", Meta.Learner.Card.Key)]
            : macaw.TasksPerOuterStep > Training
            ? [Wrong("Meta.TasksPerOuterStep", $"at most training = {Training}", macaw.TasksPerOuterStep)]
            : macaw.Rows > Math.Min(TrainingSteps, TestSteps)
            ? [Wrong("Meta.Rows", $"at most the {Math.Min(TrainingSteps, TestSteps)} steps of a buffer", macaw.Rows)]
            : macaw.AdaptFrom != AdaptSource.Buffer
            ? [new ValidationError("Meta.AdaptFrom", "Buffer; the other sources are scored beside it", macaw.AdaptFrom.ToString())]
            : Array.Empty<ValidationError>(),
        .. Online.Learner is Maml ? Array.Empty<ValidationError>()
            : [new ValidationError("Online.Learner", "maml", Online.Learner.Card.Key)],
    ];

    private static ValidationError Wrong(string path, string expected, int found)
        => new(path, expected, found.ToString(CultureInfo.InvariantCulture));
}
