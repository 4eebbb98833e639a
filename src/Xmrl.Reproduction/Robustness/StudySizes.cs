namespace Xmrl.Reproduction.Robustness;

/// <summary>What a scale decides: iterations, evaluations and sizes.</summary>
/// <param name="Iterations">Iterations of a learner on a problem with its own meta-batch.</param>
/// <param name="Evaluations">Evaluations during a training.</param>
/// <param name="QuadrantTests">Test tasks where quadrants are scored one by one.</param>
internal sealed record StudySizes(Func<StudyLearner, StudyProblem, int> Iterations, int Evaluations, int QuadrantTests)
{
    private const int FullIterations = 500;
    private const int LongIterations = 1000;
    private const int ShortIterations = 300;

    /// <summary>The sizes of a scale.</summary>
    /// <param name="scale">The scale.</param>
    public static StudySizes Of(ReproductionScale scale) => scale switch
    {
        ReproductionScale.Quick => new(
            (learner, _) => learner == StudyLearner.Pearl ? 32 : learner == StudyLearner.Rl2 ? 64 : 32, 16, 40),

        // About 2·10⁷ steps of MAML, 5·10⁶ of RL² and 5·10⁵ of PEARL.
        ReproductionScale.Desk => new(
            (learner, _) => learner == StudyLearner.Pearl ? 100 : learner == StudyLearner.Rl2 ? 124 : 64, 20, 80),
        _ => new(
            (learner, problem) => problem == StudyProblem.Direction
                ? learner == StudyLearner.Pearl ? FullIterations
                : learner == StudyLearner.MamlPpo ? ShortIterations
                : LongIterations
                : FullIterations,
            50, 160),
    };
}
