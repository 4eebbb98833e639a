using System.Runtime.CompilerServices;
using Xmrl.Attention.Learning;
using Xmrl.Latents.Learners;
using Xmrl.Meta.Learners;

namespace Xmrl.Reproduction.Tests;

/// <summary>Learners that the program registers, and tables name.</summary>
internal static class FurtherLearners
{
    [ModuleInitializer]
    internal static void Register()
    {
        LearnerTable.Register(new Ecet());
        LearnerTable.Register(new Sdvt());
    }
}
