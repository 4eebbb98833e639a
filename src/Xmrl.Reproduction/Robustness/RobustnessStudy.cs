namespace Xmrl.Reproduction.Robustness;

/// <summary>The robustness study: its questions of learners that train online.</summary>
internal static class RobustnessStudy
{
    /// <summary>The tables, at the study's own scale.</summary>
    public static IEnumerable<TableReproduction> Create()
    {
        var whole = new ReproductionVariant(ReproductionScale.Full);
        Func<ReproductionVariant, CurveReproduction>[] questions =
            [Figure1Question.Create, TaskSetQuestion.Create, MetaBatchQuestion.Create, SectorQuestion.Create, StepsQuestion.Create];
        return questions.Select(question => question(whole).ToTable());
    }
}
