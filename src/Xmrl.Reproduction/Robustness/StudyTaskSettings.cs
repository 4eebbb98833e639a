using Xmrl.Numerics.Validation;

namespace Xmrl.Reproduction.Robustness;

/// <summary>The tasks of a condition of the study.</summary>
internal sealed record StudyTaskSettings : IValidated
{
    /// <summary>All directions, in degrees.</summary>
    public const double AllDegrees = 360;

    /// <summary>Training tasks, in [0, 10000]; 0 for tasks that every iteration draws anew.</summary>
    public int Training { get; init; }

    /// <summary>Training tasks lie in directions from 0 to so many degrees, in (0, 360]. Default 360.</summary>
    public double Sector { get; init; } = AllDegrees;

    /// <summary>Test tasks, in [2, 10000]. Default 40 (ours: as many as the study's last question has).</summary>
    public int Test { get; init; } = 40;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(0, 10_000).Check(nameof(Training), Training),
        .. NumberRange.OpenClosed(0, AllDegrees).Check(nameof(Sector), Sector),
        .. NumberRange.Closed(2, 10_000).Check(nameof(Test), Test),
    ];
}
