using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Reproduction;

namespace Xmrl.Studies;

/// <summary>Sentences of the tables of robots.</summary>
internal static class RobotWords
{
    private static readonly ImmutableArray<string> s_common =
    [
        "MACAW has its authors' settings with plain layers and inner step sizes of 0.03, our defaults. Nothing was tuned for this table.",
        "Imitation is MACAW with uniform weights in both regressions. No adaptation is the meta-policy as it is. Own episodes are 2 with "
            + "sampled actions. Another task's buffer is that of the next test task.",
        "MACAW online has the same settings, outer steps and number of steps per training task: 10 rounds of episodes by the policy "
            + "adapted to the task's episodes so far, with sampled actions, each followed by a tenth of the outer steps on all episodes so "
            + "far.",
        "The collector's rows are mean returns, with exploration, of the last and the first third of the test buffers.",
        "The row of the buffers that it trained on is what the study scores: the training tasks, adapted to rows of the training buffers.",
    ];

    private static readonly ImmutableArray<StudyFault> s_faults =
    [
        new(
            "Levels are of other robots than ours: observation, cost of actions and engine differ, so that figures stand beside ours for "
                + "orientation.",
            []),
        new("Test tasks are training tasks with the same buffers.", ["MACAW, the task's buffer"]),
        new("It shows neither imitation nor the policy that collected: where its return comes from cannot be seen.", []),
        new("Intervals divide by the root of runs times evaluations, although evaluations of one run are not independent.", []),
    ];

    /// <summary>The protocol of Figure 2.</summary>
    public static ReproductionProtocol Direction { get; } = Protocol(
        "Figure 2", "both directions",
        [
            "Half-Cheetah-Direction, horizon 200, buffers of 5·10⁶ samples from the authors' soft actor-critic; around 900 after 10⁵ "
                + "iterations (Section 4, Figure 2).",
            "Read from the drawing: −2 before training, 611 after 1,750 outer steps, 882 after 55,000, 931 after 388,000.",
        ],
        [
            "Data: a soft actor-critic per task with networks of 2 × 100 and a gradient step after every two steps; 500,000 stored steps "
                + "of each training task. Test tasks are the same two directions with buffers of 200,000 steps by other policies.",
            "55,000 outer steps of both tasks.",
            "Quick: 4,000 stored steps, 80 outer steps of 64 rows, 2 × 32 units. It shows that everything works and decides nothing.",
        ]);

    /// <summary>The protocol of question (d).</summary>
    public static ReproductionProtocol Arcs { get; } = Protocol(
        "question (d)", "8 test tasks, two per quadrant, the same for all seeds and arcs",
        [
            "Training on 0 to 90° and other parts of the directions, tests on the rest (Section 3, question d).",
            "Ends of the curves in its final report: 42, 211, 210 and 489 with arcs of 90, 180, 270 and 360 degrees.",
        ],
        [
            "Scale: 6 training tasks of 100,000 stored steps and 5,000 outer steps of 5 tasks; the study has 10⁶ steps per task and 20,000 "
                + "outer steps. Buffers of test tasks have 50,000 steps.",
            "Data: a policy per task that learns by trust-region steps. A training task in an arc has the same share of the angle in every "
                + "arc.",
            "Added by us: every policy is scored on every quadrant, so that arcs are compared on the same tasks, those that the smaller "
                + "one leaves out.",
            "Quick: 2,000 stored steps, 80 outer steps of 64 rows, 2 × 32 units. It shows that everything works and decides nothing.",
        ]);

    /// <summary>What a run took.</summary>
    /// <param name="result">The run.</param>
    public static string Spent(StoredResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.StoredSteps:n0} steps in the training buffers, {result.OwnSteps:n0} of MACAW online; the collection of test buffers and "
            + $"scores took more.");

    private static ReproductionProtocol Protocol(
        string place, string tasks, ImmutableArray<string> stated, ImmutableArray<string> own) => new()
        {
            Source = $"Okanovic, Sterzinger and Zogaj, robustness study, {place}",
            Measure = $"Undiscounted return of episodes of 200 steps with mean actions after the last outer step: mean over 10 episodes of "
                + $"each test task ({tasks}). All rows of a seed have the same tasks, buffers and random numbers.",
            Stated = stated,
            Assumptions = [.. own, .. s_common],
            Faults = s_faults,
        };
}
