"""The commonest words of grammar of some languages, by which a passage's language is told."""

from __future__ import annotations

_WORDS = (
    (
        "cs",
        "a že se v na je to si s z do o jsem jsme jsou byl byla bylo byli ale jak když co tak už "
        "za po ve nebo pro by od k jako které který jeho má ne nám nás vás můj ten tam",
    ),
    (
        "da",
        "og i at det er en til på som der de med den for ikke et af har jeg vi han hun var os "
        "også kan men om så fra skal hvad ville havde når blev sig eller vores hvor være mig ud",
    ),
    (
        "de",
        "der die das und in den von zu mit ist im auf nicht ein eine es sich auch an als sie er "
        "wir ich uns dem des für war hat haben wird aber was wann noch nur so wenn oder bei einen "
        "wie man aus nach dass sind einem einer am vor hatte",
    ),
    (
        "el",
        "και το να η του που της με τα για από είναι την σε τη ο οι δεν θα τον των μας ότι τους "
        "μου στο στην στη στα τι αλλά ήταν μια ένα αυτό όταν κι πως αν είχε μέσα",
    ),
    (
        "en",
        "the and to of a in that is it was i you for on with he be at they we this have not but "
        "what from or as are she there an all so do if by were them us our my me no one out up "
        "when had has been would can will your their about his her just who which then some more",
    ),
    (
        "es",
        "de la que el en y a los se del las un por con no una su para es al lo como más pero sus "
        "le ya o este sí porque esta entre cuando muy sin sobre me hasta hay donde quien nos ni "
        "eso todos estaba fue ha era mi yo",
    ),
    (
        "fi",
        "ja on ei se että oli hän ne mutta kun niin ovat tai jos kuin myös mitä minä me he sitä "
        "joka en sen olla sitten vain nyt ole meidän meille siellä kaikki mikä vielä ollut olivat",
    ),
    (
        "fr",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il "
        "sont avec nous vous je on mais ou comme elle ont aux leur était cette nos ni y si tout "
        "ces son sa quand avons dit",
    ),
    (
        "hu",
        "a az és hogy nem is egy ez azt volt meg csak de mint már ha el még én mi vagy mert ki "
        "van nekünk ezt akkor amikor minden ott itt lesz sem ami aki mit voltak nagyon be fel",
    ),
    (
        "it",
        "di e che la il un a per in è una non del le si con i da della gli ci lo al sono ha come "
        "ma dei nella noi più o anche alla quando mi se cosa era questo abbiamo hanno su dal nel "
        "tutto perché loro",
    ),
    (
        "nb",
        "og i det er på en til som at for med av har de den ikke et jeg vi om så var men seg han "
        "hun fra oss kan skal hva ble hadde når eller være ville også bare da der meg noe ut",
    ),
    (
        "nl",
        "de het een van en in is dat op te zijn met voor niet aan er die maar hij ik om ze we wij "
        "ook als dan wat ons naar bij nog heeft hebben was of uit door over kan geen zij moet "
        "wanneer haar mijn",
    ),
    (
        "pl",
        "i w na z się nie do to że jest o jak a co ale po tak za od dla był była było były są "
        "przez nam nas już tylko jego czy ich może przy gdy kiedy które który mnie ze tym być",
    ),
    (
        "pt",
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao "
        "ele das tem à seu sua ou ser quando muito nos já está eu também só pelo nós nem isso "
        "estava",
    ),
    (
        "ro",
        "și de la în a că nu cu o pe să un din care mai este se ce ne am pentru sunt au fost dar "
        "lui ei noi când ca le iar sau era el prin tot fi te așa după",
    ),
    (
        "ru",
        "и в не на что я с он а как это но они мы к у же за по из все от бы так его для нам был "
        "была было были когда да то вы ты она мне нас еще уже или если нет их",
    ),
    (
        "sv",
        "och i att det som en på är av för med till den har de inte om ett han jag men var vi sig "
        "så från kan när hade oss vad skulle ska eller hon vara också där bara mig alla ut",
    ),
    (
        "tr",
        "ve bir bu da de için çok ne ile o ama daha gibi kadar var ben biz bize sonra her mi mı "
        "ki değil olan olarak bunu şey yok diye onu kimse zaman en ya şu hiç",
    ),
    (
        "uk",
        "і в не на що я з він а як це але вони ми до у та за по із все від би так його для нам "
        "був була було були коли й то ви ти вона мені нас ще вже або якщо немає їх",
    ),
)

LANGUAGES = tuple(language for language, _ in _WORDS)
"""Languages whose words of grammar are known, in order."""

_SETS = tuple((language, frozenset(words.split())) for language, words in _WORDS)

PLACES_OF = {
    word: tuple(n for n, (_, words) in enumerate(_SETS) if word in words)
    for _, words in _SETS
    for word in words
}
"""For each word of grammar the places in ``LANGUAGES`` of those that have it."""
