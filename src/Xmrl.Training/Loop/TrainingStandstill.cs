using System.Globalization;
using Xmrl.Meta.Outer;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Training.Loop;

/// <summary>A training whose parameters stood still: in some of its iterations the hyper-gradient was zero, or the step below the
/// rounding of every parameter.</summary>
/// <param name="Training">What it is called in the middle of a sentence.</param>
/// <param name="Zero">Iterations whose hyper-gradient was zero.</param>
/// <param name="Unmoved">Iterations whose step moved nothing.</param>
/// <param name="Iterations">All iterations.</param>
/// <param name="First">The first iteration that stood still, counted from 1.</param>
/// <param name="Since">The iteration from which all stood still to the end, counted from 1; null where the last one moved.</param>
internal sealed record TrainingStandstill(string Training, int Zero, int Unmoved, int Iterations, long First, long? Since)
{
    /// <summary>Whether the training learned nothing in half of its iterations or more: then it is no success, whatever it
    /// scores.</summary>
    public bool IsDead => 2 * (Zero + Unmoved) >= Iterations;

    /// <summary>The trainings of a run that stood still.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trainings">Its trainings.</param>
    /// <returns>In the order of the trainings; those that always moved are left out.</returns>
    /// <exception cref="InvalidDataException">A line of the metrics is not valid.</exception>
    public static IReadOnlyList<TrainingStandstill> InRun(RunDirectory run, IEnumerable<TrainingSeries> trainings) =>
    [
        .. trainings.Select(training => Of(run.ReadMetrics(training.MetricsSeries), training.Title)).OfType<TrainingStandstill>(),
    ];

    /// <summary>What <see cref="Of"/> looks at, for a training that writes no metrics.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    /// <param name="outer">What became of its outer step.</param>
    /// <returns>A row with that alone.</returns>
    public static MetricsRow Row(long iteration, OuterReport outer)
        => new(iteration, new Dictionary<string, double>
        {
            ["outer_status"] = (double)outer.Status,
            ["gradient_norm"] = outer.GradientNorm,
        });

    /// <summary>Looks at what became of the outer steps of a training.</summary>
    /// <param name="rows">Its metrics, in order.</param>
    /// <param name="training">What it is called in the middle of a sentence.</param>
    /// <returns>The standstill; null where every iteration moved or failed otherwise.</returns>
    /// <exception cref="InvalidDataException">A line of the metrics is not valid.</exception>
    public static TrainingStandstill? Of(IEnumerable<MetricsRow> rows, string training)
    {
        (int zero, int unmoved, int iterations) = (0, 0, 0);
        (long? first, long? since) = (null, null);
        foreach (MetricsRow row in rows)
        {
            iterations++;
            double status = row.Values.GetValueOrDefault("outer_status");

            // Before there was a status of its own, an accepted step could follow a hyper-gradient of zero.
            bool isZero = status == (double)OuterStatus.ZeroGradient
                || (status == (double)OuterStatus.Accepted && row.Values.GetValueOrDefault("gradient_norm", 1) == 0);
            bool isUnmoved = status == (double)OuterStatus.NoMovement;
            zero += isZero ? 1 : 0;
            unmoved += isUnmoved ? 1 : 0;
            first ??= isZero || isUnmoved ? row.Iteration + 1 : null;
            since = isZero || isUnmoved ? since ?? row.Iteration + 1 : null;
        }

        return first is { } start ? new TrainingStandstill(training, zero, unmoved, iterations, start, since) : null;
    }

    /// <summary>The same for the report.</summary>
    /// <returns>An error where the training is dead, else a warning.</returns>
    public ReportStatus Status() => new(IsDead ? ReportStatusLevel.Error : ReportStatusLevel.Warning, Describe());

    /// <summary>What stood still, since when, and what to do, for people.</summary>
    /// <returns>Sentences.</returns>
    public string Describe()
    {
        int still = Zero + Unmoved;
        string why = (Zero, Unmoved) switch
        {
            (_, 0) => "the hyper-gradient was zero",
            (0, _) => "the step was below the rounding of every parameter",
            _ => $"the hyper-gradient was zero ({Zero}) or the step below the rounding of every parameter ({Unmoved})",
        };
        string when = Since switch
        {
            null => $"first in iteration {First}",
            1 => "in all of them",
            _ => $"without a break from iteration {Since} to the end",
        };
        string share = ((double)still / Iterations).ToString("p0", CultureInfo.InvariantCulture);
        string name = char.ToUpperInvariant(Training[0]) + Training[1..];
        string sentence = $"{name} stood still in {still} of {Iterations} iterations ({share}), {when}: {why}.";
        return IsDead
            ? $"{sentence} It is no success: rewards that tell no action from another, or a policy that hardly varies its actions, "
                + $"leave nothing "
                + "to learn; change the task, policy.initialLogStd or meta.outerStepSize and train again."
            : sentence;
    }
}
