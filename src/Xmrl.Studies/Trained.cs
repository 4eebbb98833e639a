using Microsoft.Extensions.Logging;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Studies;

/// <summary>A training at its end.</summary>
/// <param name="Parameters">Meta-parameters θ at the end. Shape [P].</param>
/// <param name="Interactions">Environment steps, or stored steps that it learned from.</param>
/// <param name="Seconds">Time that it took.</param>
/// <param name="Curve">Scores after so many iterations, from 0; empty for no curve.</param>
internal sealed record Trained(Real[] Parameters, long Interactions, double Seconds, IReadOnlyList<(long Iterations, double Score)> Curve)
{
    /// <summary>Trains to the end, from where a stopped training stands.</summary>
    /// <param name="course">The training.</param>
    /// <param name="run">The run.</param>
    /// <param name="request">How often the state is stored.</param>
    /// <param name="log">Receives warnings.</param>
    /// <param name="token">Checked between iterations.</param>
    public static Trained By(Course course, RunDirectory run, ExperimentRequest request, ILogger log, CancellationToken token)
    {
        var plan = new TrainingPlan
        {
            Series = course.Series.Series,
            MetricsName = course.Series.MetricsName,
            Training = course.Learner.Begin(course.Start, course.Meta.Learner.Schedule(course.Meta.Iterations)),
            Iterations = course.Meta.Iterations,
            Tasks = course.Tasks,
            Key = course.Key,
            OnFailure = course.Meta.OnFailure,
            Validate = course.Score is { } score ? (point, _) => score(point.Parameters) : null,
            ValidateEvery = Math.Max(1, course.Meta.Iterations / course.Meta.Validations),
        };
        TrainingResult trained =
            new TrainingLoop(run, course.Learner, log) { SaveEvery = request.SaveEvery }.Run(plan, course.Report, token);
        return new Trained(
            trained.Parameters, trained.Totals.Interactions, trained.Totals.Seconds,
            course.Score is null
                ? []
                :
                [
                    (0, course.Score(course.Start)),
                    .. MetricsReader.Read(run.File(course.Series.MetricsName))
                        .Where(row => row.Values.ContainsKey(TrainingRecord.ValidationName))
                        .Select(row => (row.Iteration + 1L, row.Values[TrainingRecord.ValidationName])),
                ]);
    }
}
