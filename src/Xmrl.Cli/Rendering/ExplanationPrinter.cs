using System.Globalization;
using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Explain.Influence;
using Xmrl.Meta.Learners;
using Xmrl.Statistics;

namespace Xmrl.Cli.Rendering;

/// <summary>Prints an explanation of a stored run.</summary>
internal static class ExplanationPrinter
{
    internal static void Text(TextWriter output, RunExplanation explanation, string? file)
    {
        StoredExplanation found = explanation.Found;
        output.WriteLine(
            $"{explanation.Environment}, {LearnerTable.TitleOf(explanation.Learner)}. Score: {explanation.Score}, after adaptation, on "
                + $"{found.SelectionScores.Length} validation tasks.");
        output.WriteLine();
        if (found.Explanation is not { } influence)
        {
            output.WriteLine("Nothing is poorly adapted: no task stays below poor.below on fresh episodes.");
        }
        else
        {
            output.WriteLine("Poorly adapted validation tasks: selected on some episodes, measured on others.");
            TextTable.Write(
                output,
                ["Task", .. Headers(explanation), "Selected", "Measured"],
                [
                    .. found.Poor.Select(
                        position => Cells(
                            position, explanation.TaskNames?[TaskIds.Validation(position)], explanation.Validation,
                            [Number(found.SelectionScores[position]), Number(found.MeasuredScores[position])])),
                ]);
            output.WriteLine();
            if (found.LacksSignal())
            {
                output.WriteLine(StoredExplanation.NoSignal);
                output.WriteLine();
                output.WriteLine($"File:   {file}");
                return;
            }

            if (found.Reservation is { } reservation)
            {
                foreach (string sentence in reservation.Split('\n'))
                {
                    output.WriteLine(sentence);
                }

                output.WriteLine();
            }

            output.WriteLine(
                "Critical training tasks: most influence on the poor ones, in standard deviations over tasks, 95 % intervals over "
                    + "replicates.");
            Influences(output, explanation, influence, found.Critical);
            output.WriteLine();
            output.WriteLine(
                influence.Agreement.Elements.All(element => element.Low is null)
                    ? "Which training tasks harm the poor ones beyond the noise of their influence is not known: it has no "
                        + $"interval ({influence.Agreement.Elements[0].Reason})."
                    : explanation.Harmful.Length == 0
                    ? "No training task harms the poor ones beyond the noise of its influence."
                    : "Training tasks that harm the poor ones beyond the noise of their influence. Some tasks always do: at the end "
                        + "of a training the influences of all tasks cancel.");
            if (explanation.Harmful.Length > 0)
            {
                Influences(output, explanation, influence, explanation.Harmful);
            }

            output.WriteLine();
            foreach (string sentence in found.Trust())
            {
                output.WriteLine(sentence);
            }

            string solver = influence.Solver.Length == 0 ? "" : $" {influence.Solver}";
            output.WriteLine(
                $"A second explanation is expected to rank all training tasks with a correlation of "
                    + $"{Number(influence.Agreement.PredictedReliability)} to this one (two of its replicates: "
                    + $"{Number(influence.Agreement.MeanPairwiseSpearman)}).{solver}");
        }

        if (explanation.Planted is { } planted)
        {
            output.WriteLine();
            output.WriteLine(planted.Describe());
        }

        if (explanation.LeaveOut is { } leaveOut)
        {
            output.WriteLine();
            LeftOut(output, leaveOut);
        }

        if (file is not null)
        {
            output.WriteLine();
            output.WriteLine($"File:   {file}");
        }
    }

    private static void LeftOut(TextWriter output, LeaveOutResult result)
    {
        output.WriteLine(
            $"Leaving groups of training tasks out of {result.Iterations} iterations of retraining: return on the poor tasks with all "
                + $"tasks minus without the group, per task.");
        int groups = result.Groups.Length;
        double[] means = result.MeanEffects;
        TextTable.Write(
            output,
            ["Group", "Tasks", "Influence", "Effect", "Repeat 1", "Repeat 2"],
            [
                .. Enumerable.Range(0, groups).Select(group => (string[])
                [
                    (group + 1).ToString(CultureInfo.InvariantCulture),
                    string.Join(' ', result.Groups[group].Select(position => position + 1)),
                    Number(result.Influence[group]), Number(means[group]), Number(result.Effects[group]),
                    Number(result.Effects[groups + group]),
                ]),
            ]);
        output.WriteLine();
        output.WriteLine(
            $"Return on the poor tasks: base policy {Number(result.BaseReturn)}, retrained with all tasks "
                + $"{Number(result.RetrainedReturn)}.");
        output.WriteLine(
            $"Rank correlation of influence and effect {Number(result.RankCorrelation)}; of the effects in two repeats "
                + $"{Number(result.RepeatCorrelation)}.");
    }

    private static void Influences(TextWriter output, RunExplanation explanation, Explanation influence, int[] positions)
        => TextTable.Write(
        output,
        ["Task", .. Headers(explanation), "Influence", "95 % interval"],
        [
            .. positions.Select(position =>
            {
                Interval interval = influence.Agreement.Elements[position];
                string? words = explanation.TaskNames?[TaskIds.Training(position)];
                return Cells(position, words, explanation.Training, [Number(interval.Value), TestWords.Ends(interval, Number)]);
            }),
        ]);

    /// <summary>Tasks that have words are not told by their numbers.</summary>
    private static IReadOnlyList<string> Headers(RunExplanation explanation)
        => explanation.TaskNames is null ? explanation.TaskParameterNames : ["What it is"];

    private static string[] Cells(int position, string? words, IReadOnlyList<double[]> tasks, string[] more)
        => [(position + 1).ToString(CultureInfo.InvariantCulture), .. words is null ? tasks[position].Select(Number) : [words], .. more];

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
