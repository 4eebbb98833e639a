using Xmrl.Experiments.Configuration;
using Xmrl.Meta.Adaptation;

namespace Xmrl.Experiments.Settings;

/// <summary>Which settings apply to which learner: one that would have no effect, or another than its name says, is an error.</summary>
internal static class LearnerRules
{
    public static IEnumerable<ValidationError> Check(MetaSettings meta)
    {
        LearnerName learner = meta.Learner;
        bool isImplicit = learner == LearnerName.IMaml;
        bool corrects = learner is LearnerName.EMaml or LearnerName.SgMrl;
        if (learner == LearnerName.Maml && meta.GradientOrder == GradientOrder.FirstOrder)
        {
            yield return Error(
                nameof(meta.GradientOrder), "secondOrder or null with learner: maml (the other is learner: firstOrderMaml)",
                meta.GradientOrder);
        }

        if ((learner == LearnerName.FirstOrderMaml && meta.GradientOrder == GradientOrder.SecondOrder)
            || (isImplicit && meta.GradientOrder is not null))
        {
            yield return Error(nameof(meta.GradientOrder), $"null with learner: {Name(learner)}", meta.GradientOrder);
        }

        if (learner == LearnerName.SgMrl && meta.InnerSurrogate is not (null or SurrogateName.Score))
        {
            yield return Error(
                nameof(meta.InnerSurrogate), "score or null with learner: sgMrl: other Hessians count the sampling term again",
                meta.InnerSurrogate);
        }

        if (isImplicit && meta.InnerSteps != 1)
        {
            yield return Error(nameof(meta.InnerSteps), "1 with learner: iMaml", meta.InnerSteps);
        }

        if (isImplicit && meta.StepSizeLearning != StepSizeLearning.Fixed)
        {
            yield return Error(nameof(meta.StepSizeLearning), "fixed with learner: iMaml", meta.StepSizeLearning);
        }

        if (learner == LearnerName.Cavia != (meta.ContextStepSize is not null))
        {
            yield return Error(
                nameof(meta.ContextStepSize), learner == LearnerName.Cavia ? "a number with learner: cavia" : "null unless learner: cavia",
                meta.ContextStepSize);
        }

        if (!meta.CorrectionBaseline && !corrects)
        {
            yield return Error(nameof(meta.CorrectionBaseline), "true unless learner: eMaml or sgMrl", meta.CorrectionBaseline);
        }

        OuterStepName outer = meta.EffectiveOuterStep;
        if (learner == LearnerName.ProMp && outer != OuterStepName.Epochs)
        {
            yield return Error(nameof(meta.OuterStep), "epochs or null with learner: proMp", meta.OuterStep);
        }

        if ((corrects || isImplicit) && outer == OuterStepName.Epochs)
        {
            yield return Error(nameof(meta.OuterStep), $"adam, sgd or trustRegion with learner: {Name(learner)}", meta.OuterStep);
        }

        if (outer != OuterStepName.Epochs && meta.Epochs != new EpochSettings())
        {
            yield return Error(nameof(meta.Epochs), "its defaults unless outerStep: epochs", "other values");
        }

        if (!isImplicit && meta.Proximal != new ProximalSettings())
        {
            yield return Error(nameof(meta.Proximal), "its defaults unless learner: iMaml", "other values");
        }
    }

    private static ValidationError Error(string path, string expected, object? found)
        => new(path, expected, found is null ? "null" : ScalarText.Format(found));

    private static string Name(LearnerName learner) => ScalarText.Format(learner);
}
