using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Sentences of the study's tables: what a cell is, what a scale changes, and what is wrong with the study's own
/// figures.</summary>
internal static class StudyWords
{
    /// <summary>Where the study's figures stand.</summary>
    public const string Source = "the curves of the study's final report, read from its drawings";

    /// <summary>Faults of every figure.</summary>
    public static ImmutableArray<StudyFault> Faults { get; } =
    [
        new("No test of significance; final and best figures are not told apart.", []),
        new(
            "Curves are means of different things: RL² over all trajectories with sampled actions, PEARL over the last one with mean "
                + "actions.",
            []),
        new("Fixed tasks come from a generator without a seed, so that seeds and learners do not share tasks.", []),
        new("Options of the command line that are true or false read the word False as true.", ["PEARL"]),
        new("1.2·10⁷ steps on AntGoal do not follow from its settings, which give 2.8·10⁶.", ["PEARL"]),
    ];

    /// <summary>What is ours in every question.</summary>
    public static ImmutableArray<string> Common { get; } =
    [
        "Test tasks are one fixed set for all seeds, learners and conditions. Training tasks and first parameters of a seed are the same "
            + "in all conditions, so that claims are tested in pairs; the study draws test tasks anew after every iteration.",
        "MAML-PPO is ProMP with a clip range of 0.5 and a constant weight of 0.001: the study lists a weight of the divergence before "
            + "adaptation beside five clipped epochs. MAML-TRPO has 0.01 nats.",
        "RL² has a gated recurrent unit of 64 where the study has a long short-term memory of 64; credit within a trajectory alone and a "
            + "value that is linear in observation and time, as the code that it ran.",
        "Networks of MAML are 2 × 64 tanh with a learned standard deviation that begins at 1; the study states none.",
    ];

    /// <summary>What a question is called.</summary>
    /// <param name="id">Its id below robustness/.</param>
    public static string Question(string id) => id.Length == 1 ? $"question ({id})" : $"Figure {id[^1]}";

    /// <summary>What a cell is.</summary>
    /// <param name="variant">The form.</param>
    /// <param name="learners">The learners.</param>
    public static string Measure(ReproductionVariant variant, IEnumerable<StudyLearner> learners)
    {
        string scored = variant.ScoresAsThePaper
            ? string.Join(", ", learners.Select(learner => learner.Scored))
            : string.Join(", ", learners.Select(learner => (learner with
            {
                Score = variant.Score ?? learner.Score,
                Actions = variant.Actions ?? learner.Actions,
            }).Scored));
        return $"Undiscounted return on test tasks: {scored}. Final is the mean of the last tenth of the evaluations of a training, best "
            + "the largest mean of five in a row.";
    }

    /// <summary>What a scale changes.</summary>
    /// <param name="variant">The form.</param>
    public static IEnumerable<string> Scale(ReproductionVariant variant) => variant.Scale switch
    {
        ReproductionScale.Quick =>
        [
            "Quick scale: PointGoal-v1, whose point goes to places of AntGoal-v1 without its physics in a tenth of the steps, small "
                + "networks and a few iterations. It shows that everything works and decides nothing.",
        ],
        ReproductionScale.Desk =>
        [
            "Desk scale: about 2·10⁷ steps of MAML, 5·10⁶ of RL², 100 iterations of 1,000 gradient steps of PEARL with networks of "
                + "3 × 128. Claims are judged, figures are not.",
        ],
        _ => [],
    };

    /// <summary>What a training took, by purpose.</summary>
    /// <param name="result">The training.</param>
    public static string Spent(StudyResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.TrainingInteractions:n0} environment steps of training; its {result.Evaluations.Count} evaluations took at most "
            + $"{result.EvaluationInteractions:n0} more, which no axis counts.");

    /// <summary>A figure of the study.</summary>
    /// <param name="value">The figure.</param>
    public static PaperValue Read(double value) => new(value) { Source = Source };
}
