using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>How the figures on Frozen Lake come about, in words.</summary>
internal static class LakeProtocol
{
    /// <summary>The protocol of a figure.</summary>
    /// <param name="number">Number of the figure.</param>
    /// <param name="algorithm">i of Alg(i).</param>
    /// <param name="panels">Its distributions.</param>
    public static ReproductionProtocol Of(int number, int algorithm, ImmutableArray<LakePanel> panels) => new()
    {
        Source = string.Create(CultureInfo.InvariantCulture, $"Xu and Zhu (2024), Figure {number}"),
        Measure =
            "Expected discounted reward from the start, exact, mean over 20 training or 20 fresh tasks and over seeds, before and after "
                + "1 to 4 adaptations; the gap is that of the tasks' optima less that after one adaptation.",
        Stated =
        [
            "20 tasks per distribution, which differ in their holes: probability 0.3 (high variance) or 0.1 (low) per cell (Appendix A).",
            "γ = 0.8; 1 at the goal, −1 at holes; a tabular softmax policy (Appendix A).",
            string.Create(
                CultureInfo.InvariantCulture,
                $"λ of Alg({algorithm}): {string.Join(", ", panels.Select(Strength))} (Appendix A)."),
            .. algorithm == 3
                ? ["The figure has bars and bounds alone; the curves are ours."]
                : Array.Empty<string>(),
        ],
        Assumptions =
        [
            "The paper prints no value: those beside ours are from a public plotting script, rewards turned into gaps by its optimum.",
            "Lake: 4 × 4, not slippery, maps with a path; goal and holes hold and pay ±1 at every later step, without which the optimum "
                + "would be 0.33 instead of the 1.64 of the figures.",
            "Expectations are exact; the paper says Monte Carlo. The row of that name estimates Q, visits and hyper-gradients from 500 "
                + "episodes of 49 steps, in training and adaptation, and leaves the terms out that need the transitions; its figures "
                + "are exact.",
            "One λ in training and test: a public script trains with 4 and tests with others.",
            "150 iterations of 5 of the 20 tasks, Adam 0.03, from the uniform policy, as in a public script; its test tasks are the "
                + "training tasks, to which 20 fresh ones are added here. 10 seeds, which draw maps and batches.",
            "First order: the gradient at the adapted policy, a public script's choice, in place of the hyper-gradient.",
            "MAML is trained by itself, exactly, with steps 10 and 50 (times ν·π·A); the claims take the one that is better on training "
                + "tasks. A public script takes one gradient step of 50 from BO-MRL's policy for MAML: a row of its own.",
            "Random initialization is the uniform policy with the same λ; a public script takes 2λ: a row of its own.",
            .. algorithm == 3
                ? (ReadOnlySpan<string>)
                [
                    "A tenth of λ in rows of its own: visits weigh the reward down, so that with λ of the text the pull is strong where "
                        + "visits are rare.",
                    "The bound of one step (ours) holds for divergences of policies alone.",
                ]
                : [],
            "Bound drawn: (1 + γ)/(1 − γ)·λ·Var, 9λVar (Alg(3): 7.67λVar), as the figures draw it, with the λ that was used. The theorem "
                + "asks for a λ of 10⁵ and more here (what the runs found).",
            algorithm == 2
                ? "Var to the optima, at its least, or to the policies after 15 adaptations, as a public script has it."
                : "Var to the optima is infinite, as an optimal policy never takes the other actions; so are the drawn bound and the "
                    + "theorem as printed. A public script takes the policies after 15 adaptations.",
            "A public script draws 9·0.1·Var or 9·0.05·Var, whatever λ was, and calls the divergence with its arguments exchanged.",
            "Bounds of a theorem above 10 count as 10: with rewards in ±1 and γ = 0.8 no gap is wider. What they really are is under what "
                + "the runs found.",
            "Mended: the comparator need not be the optimum; the bound is the least over policies between the optimum and the centre.",
        ],
    };

    private static string Strength(LakePanel panel)
        => string.Create(CultureInfo.InvariantCulture, $"{panel.Strength:0.###} ({panel.Distribution.Name})");
}
