using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Reproduction;

namespace Xmrl.Studies;

/// <summary>Sentences of the tables of bandits.</summary>
internal static class BanditWords
{
    /// <summary>What the study states of its figure.</summary>
    public static ImmutableArray<string> Figure { get; } =
    [
        "12 training tasks of 5,000 stored pulls, 60,000 in all; near the optimum after 250 outer steps (Section 4, Figure 3).",
        "Read from the drawing: 595 before training, 879 after 250 outer steps, 882 after 1,000, where the best arm earns 894.",
    ];

    /// <summary>What the study states of its question.</summary>
    public static ImmutableArray<string> Sizes { get; } =
    [
        "Hypothesis of the text, not tested in it: fewer than 5 or more than 20 training tasks hurt (Section 3, question b).",
        "Its final report, with 5,000 pulls per task: 587, 769, 807, 857, 875 of 894 with 3, 5, 10, 20, 35 tasks; these figures stand "
            + "beside none of ours, as stored steps grow with tasks there.",
    ];

    /// <summary>How the figures come about.</summary>
    /// <param name="place">Where they stand in the study.</param>
    /// <param name="stated">What it states.</param>
    public static ReproductionProtocol Protocol(string place, ImmutableArray<string> stated) => new()
    {
        Source = $"Okanovic, Sterzinger and Zogaj, robustness study, {place}",
        Measure = "Undiscounted return of one episode of 1,000 pulls with mean actions per test task, mean over 20 test tasks, after the "
            + "last outer step. Test tasks are drawn per seed; all rows of a seed have the same tasks, buffers and random numbers.",
        Stated = stated,
        Assumptions =
        [
            "Data: one policy per task that learns by clipped epochs, batches of 128 pulls; 60,000 stored pulls of all training tasks "
                + "together, 5,000 of each test task whatever the number of training tasks.",
            "MACAW has its authors' settings with plain layers and inner step sizes of 0.03, our defaults; 1,000 outer steps of 5 tasks. "
                + "Nothing was tuned for these tables.",
            "Imitation is MACAW with uniform weights in both regressions. MAML has the settings of the experiment bandit and trains online "
                + "for 60,000 pulls: 3 iterations of 5 of the training tasks, 2 + 2 episodes each.",
            "MACAW online has the same settings and as many pulls: 3 episodes of each training task by the untrained policy, half of the "
                + "outer steps, 2 episodes by the policy adapted to the task's pulls so far, the other half on all pulls. Only with 12 "
                + "tasks.",
            "Own episodes are 5 of 1,000 pulls, as many as a test task's buffer holds. No adaptation is the meta-policy as it is.",
            "The collector's row is the mean reward of the last third of the test buffers, times 1,000. The largest posterior mean is of "
                + "256 pulls of the test buffer, as MACAW sees; its row, best arm and random actions are expectations.",
            "Quick: bandits of 100 pulls, 9,000 stored pulls, 500 of each of 6 test tasks, 200 outer steps of 64 rows, 30 times "
                + "longer, 2 × 32 units.",
            "Policies are categorical; the study regresses a Gaussian on one-hot actions and takes the largest component.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Near the optimum is within {BanditTables.Near} of the best arm after 250 outer steps, by two one-sided tests."),
        ],
        Faults =
        [
            new("Its buffers are one trajectory of 5,000 pulls each: discounted returns run across episodes.", []),
            new("Intervals divide by the root of runs times evaluations, although evaluations of one run are not independent.", []),
            new(
                "The collector has found the arm by itself: without imitation beside it the figure does not show that advantages matter.",
                []),
        ],
    };

    /// <summary>What a run took.</summary>
    /// <param name="result">The run.</param>
    public static string Spent(StoredResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.StoredSteps:n0} pulls in the training buffers, {result.OnlineSteps:n0} of MAML online, {result.OwnSteps:n0} of MACAW "
            + $"online; the collection of test buffers and scores took more.");
}
