namespace Xmrl.Reproduction.Papers;

/// <summary>How the figures of the method's tables come about.</summary>
internal static class XmrlProtocol
{
    public static ReproductionProtocol Of(XmrlFigures paper, string place) => new()
    {
        Source = $"Liu and Zhu (2026), {place}, {paper.Label}",
        Measure =
            $"Score of the adapted policy on the test tasks, the same tasks and random numbers for every method of a seed; mean "
                + $"{(paper.Repairs == 1 ? "" : "over two improvements of one base policy, then ")}over seeds.",
        Stated =
        [
            "Sizes of the task sets, poor and critical tasks, trajectories per task (Section 5, Appendix M).",
            "Base learner MAML; 20 own and 20 mixed trajectories on critical tasks, 40 own ones for methods that do not mix (Appendix M).",
        ],
        Assumptions =
        [
            "Everything that docs/deviations.md lists: environment, network, step sizes, the corrections of the method where its equations "
                + "cannot be meant as printed.",
            "Adaptation from sampled actions, scores by mean actions.",
            "Poor test tasks (Table 2): the worst 20 % under the base policy, selected on other episodes than those measured. The paper "
                + "does not define them.",
            "Improvement methods with the configured strengths; xmrl sweep searches all of them over the same grid.",
            "Fidelity (Table 4): meta-policies trained anew on the critical or on as many random tasks alone, with the schedule of the "
                + "base policy; scores on the poor validation tasks on fresh episodes. Both keep their last parameters, as a watch on "
                + "all validation tasks would end the specialization that is measured.",
            "Figure 3: the retraining takes the same number of other tasks, so more critical tasks cost more steps. The search for the "
                + "mixing law takes 5 trajectories per task, as it would otherwise cost most of the table.",
        ],
    };
}
