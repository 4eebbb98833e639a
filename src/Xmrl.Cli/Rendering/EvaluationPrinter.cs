using System.Globalization;
using Xmrl.Meta.Learners;
using Xmrl.Statistics;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Settings;

namespace Xmrl.Cli.Rendering;

/// <summary>Prints an evaluation of a stored run.</summary>
internal static class EvaluationPrinter
{
    private const int WorstShown = 5;
    private const int BestShown = 3;

    internal static void Text(TextWriter output, RunEvaluation evaluation, string? file)
    {
        int steps = evaluation.Curve.Count - 1;
        output.WriteLine(
            $"{evaluation.Environment}, {LearnerTable.TitleOf(evaluation.Learner)}, policy {evaluation.Method} "
                + $"after {evaluation.Iteration} "
                + $"iterations, on {evaluation.Tasks.Count} "
                + (evaluation.AdaptFrom is { } source ? $"test tasks of its data, adapted from {source}, " : "fresh tasks of ")
                + $"seed {evaluation.Seed}.");
        string trained = evaluation.TrainedSteps == 1 ? "1 step" : $"{evaluation.TrainedSteps} steps";
        output.WriteLine(
            $"Score: {evaluation.Score}. {evaluation.Trajectories} trajectories per adaptation step, {evaluation.Repeats} adaptations "
                + $"per task; trained with {trained}. Intervals: 95 %, over tasks.");
        output.WriteLine();
        TextTable.Write(
            output,
            ["Steps", "Actions", "Mean", "its 95 % interval", "IQM", "its 95 % interval", "Worst 20 %", "its 95 % interval"],
            [
                .. evaluation.Curve.SelectMany(
                    point => new[] { Cells(point.Step, "sampled", point.Sampled), Cells(point.Step, "mean", point.MeanActions) }),
            ]);
        output.WriteLine();

        IReadOnlyList<TaskCurve> order = evaluation.WorstFirst();
        int worst = Math.Min(WorstShown, order.Count);
        int best = Math.Min(BestShown, order.Count - worst);
        string kind = evaluation.Actions == ActionKind.Mean ? "mean" : "sampled";
        string after = steps == 1 ? "1 step" : $"{steps} steps";
        output.WriteLine($"Worst {worst} and best {best} tasks after {after}, {kind} actions; all of them: --json.");
        TextTable.Write(
            output,
            ["", "Task", .. evaluation.TaskParameterNames, "Before", "After"],
            [
                .. order.Take(worst).Select(task => Cells("worst", task, evaluation.Actions)),
                .. order.Skip(order.Count - best).Select(task => Cells("best", task, evaluation.Actions)),
            ]);
        if (evaluation.Matrix is { } matrix)
        {
            string[] names = [.. evaluation.Tasks.Select(static task => $"task {task.Index}")];
            output.WriteLine();
            output.WriteLine($"Adapted to the data of the task on the left, in the environment of the task above, {kind} actions:");
            TextTable.Write(output, ["", .. names], [.. names.Zip(matrix, static (name, row) => (string[])[name, .. row.Select(Number)])]);
        }

        if (file is not null)
        {
            output.WriteLine();
            output.WriteLine($"File:   {file}");
        }
    }

    private static string[] Cells(int step, string actions, ScoreFigures figures) =>
        [step.ToString(CultureInfo.InvariantCulture), actions, .. Cells(figures.Mean), .. Cells(figures.Iqm), .. Cells(figures.Cvar)];

    private static string[] Cells(string end, TaskCurve task, ActionKind actions)
    {
        double[] scores = actions == ActionKind.Mean ? task.MeanActions : task.Sampled;
        return
        [
            end, task.Index.ToString(CultureInfo.InvariantCulture), .. task.Parameters.Select(Number), Number(scores[0]),
            Number(scores[^1]),
        ];
    }

    private static string[] Cells(Interval interval) => [Number(interval.Value), TestWords.Ends(interval, Number)];

    private static string Number(double value)
        => value.ToString(Math.Abs(value) < 10 ? "0.000" : Math.Abs(value) < 1000 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
